import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUCKET_MS, DriftTraffic, TRAFFIC_BEGIN } from '../support/drift-traffic.js';
import { mlEvent } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const LEARNED = 60;

describe('predictions of an organization with the policy calibrated', () => {
  let app: TestApp, member: Member, traffic: DriftTraffic;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false });
  });
  beforeEach(async () => {
    ({ member, traffic } = await DriftTraffic.begin(app));
  });
  afterAll(() => app.close());

  async function choose(policy: string): Promise<void> {
    await member.put('/risk/policy', { policy }).expect(200);
  }

  /** Sends one more prediction. @returns it as it is stored */
  async function judged(input_data: object): Promise<Record<string, unknown> | null> {
    const timestamp = new Date(TRAFFIC_BEGIN + LEARNED * BUCKET_MS + 1).toISOString();
    const event = mlEvent({ model_name: 'm', latency_ms: 100, prediction: 'odd one', input_data, timestamp });
    await member.post('/ingest/ml', { events: [event] }).expect(200);
    await app.drain();
    return app.connection.collection('ml_events').findOne({ prediction: 'odd one', input_data });
  }

  it('are judged by what is ordinary, and say of what their score is made', async () => {
    await traffic.send(0, LEARNED);
    await choose('calibrated');
    expect(await judged({ amount: 1e6, country: 'FR' })).toMatchObject({
      riskScore: 0.8,
      riskLabel: 'risky',
      risk: {
        policy: 'calibrated',
        version: 'calibrated-ml-1',
        evidence: [],
        factors: { confidence: 0, outlier: 1 },
      },
    });
    expect(await judged({ amount: 51, country: 'FR', probabilities: [0.5, 0.5] })).toMatchObject({
      riskScore: 0.6,
      riskLabel: 'suspicious',
      risk: { factors: { confidence: 1, outlier: 0 } },
    });
  });

  it("keep the contract's formula, and nothing beside it, where the policy is the baseline", async () => {
    await traffic.send(0, LEARNED);
    const stored = await judged({ amount: 1e6, probabilities: [0.5, 0.5] });
    expect(stored).toMatchObject({ riskScore: 0.5, riskLabel: 'suspicious' });
    expect(stored).not.toHaveProperty('risk');
  });

  it('that show a drift which has its episode are not told again one by one', async () => {
    await traffic.send(0, LEARNED);
    await traffic.send(LEARNED, LEARNED + 4, { amount: 1000 });
    expect((await member.get('/models/m/drift').expect(200)).body.episodes).toMatchObject([
      { signal: 'feature.amount' },
    ]);
    await choose('calibrated');
    expect(await judged({ amount: 1000 })).toMatchObject({ riskScore: 0, risk: { factors: { outlier: 0 } } });
  });
});
