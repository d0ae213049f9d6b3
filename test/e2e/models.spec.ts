import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, riskyCall, times } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const NOW = new Date('2026-04-01T10:00:00Z');

describe('a model', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false });
    app.travelTo(NOW);
    member = await app.join();
    await member.put('/models/fraud/profile', {
      baseline_latency_ms: 40,
      feature_stats: { amount: { mean: 12.5, std: 1 } },
    });
    const events = [
      ...times(99, () => mlEvent({ timestamp: '2026-04-01T09:59:00Z', latency_ms: 60 })),
      mlEvent({ timestamp: '2026-03-30T00:00:00Z', latency_ms: 1000 }),
    ];
    await member.post('/ingest/ml', { events }).expect(200);
    await member.post('/ingest/llm', { events: [riskyCall({ model_name: 'fraud' }), llmEvent()] }).expect(200);
    await app.drain();
  });
  afterAll(() => app.close());

  it('is shown with what is known of it', async () => {
    const { body } = await member.get('/models/fraud').expect(200);
    expect(body).toMatchObject({
      model_name: 'fraud',
      kinds: ['ml', 'llm'],
      last_seen: NOW.toISOString(),
      drift_score: expect.closeTo(50, 6),
      baseline: { latency_ms: 40, features: ['amount'], source: 'set' },
      from: '2026-03-31T10:00:00.000Z',
      to: NOW.toISOString(),
      all_time: { events: 101, risky: 1, normal: 100 },
    });
    // The event of this very instant lies at the end, which isn't included.
    expect(body.recent).toMatchObject({ events: 99, risky: 0, tokens: 0, latency_ms: { mean: 60 } });
    expect(Math.abs(body.recent.latency_ms.p99 - 60)).toBeLessThanOrEqual(0.6);
  });

  it('is shown in any span', async () => {
    const { body } = await member.get('/models/fraud?from=2026-03-29T00:00:00Z&to=2026-03-31T00:00:00Z').expect(200);
    expect(body.recent).toMatchObject({ events: 1, latency_ms: { mean: 1000 } });
    const refused = await member.get('/models/fraud?from=2026-04-02T00:00:00Z').expect(422);
    expect(refused.body.detail[0].loc).toEqual(['query', 'from']);
  });

  it('that only has a profile is shown, one that has nothing is not there', async () => {
    await member.put('/models/fresh/profile', { baseline_latency_ms: 1 }).expect(200);
    const { body } = await member.get('/models/fresh').expect(200);
    expect(body).toMatchObject({ kinds: [], last_seen: null, drift_score: null, all_time: { events: 0 } });
    expect(body.recent.latency_ms).toEqual({ mean: null, p50: null, p95: null, p99: null });
    await member.get('/models/nobody').expect(404);
    await (await app.join('Other')).get('/models/fraud').expect(404);
  });
});
