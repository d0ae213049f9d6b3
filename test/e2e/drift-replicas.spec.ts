import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SilenceService } from '../../src/drift/silence.service.js';
import { SignalsService } from '../../src/telemetry/signals.service.js';
import { BUCKET_MS, DriftTraffic, TRAFFIC_BEGIN } from '../support/drift-traffic.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const LEARNED = 60;

describe('two servers on one database', () => {
  let first: TestApp, second: TestApp, member: Member, traffic: DriftTraffic;
  beforeAll(async () => {
    const env = { MONGO_DB_NAME: `test_two_${process.pid}_${Date.now()}` };
    first = await createTestApp({ env, hasClockwork: false });
    second = await createTestApp({ env, hasClockwork: false });
    ({ member, traffic } = await DriftTraffic.begin(first));
  });
  afterAll(async () => {
    await second.close();
    await first.close();
  });

  it('look at every bucket once, and raise one alert an episode', async () => {
    await traffic.send(0, LEARNED);
    const [before] = await stored(first, 'drift_watches', member.orgId);
    for (let bucket = LEARNED; bucket < LEARNED + 8; bucket++) {
      await traffic.offer(bucket, bucket < LEARNED + 4 ? { latencyMs: 300 } : {});
      for (const app of [first, second]) app.travelTo(new Date(TRAFFIC_BEGIN + (bucket + 1) * BUCKET_MS + 60_000));
      await Promise.all([first, second].map(async (app) => app.app.get(SignalsService).count()));
    }
    const [after] = await stored(first, 'drift_watches', member.orgId);
    expect(after?.['through']).toEqual(new Date(TRAFFIC_BEGIN + (LEARNED + 7) * BUCKET_MS));
    expect(Number(after?.['v']) - Number(before?.['v'])).toBeLessThanOrEqual(8);
    const episodes = await stored(first, 'drift_episodes', member.orgId);
    expect(episodes).toMatchObject([{ signal: 'latency' }]);
    const alerts = await stored(first, 'alerts', member.orgId);
    expect(alerts.filter((alert) => alert['episode_id'] !== undefined)).toHaveLength(1);
  });

  it('end what has fallen silent once', async () => {
    for (const app of [first, second]) app.travelTo(new Date(TRAFFIC_BEGIN + (LEARNED + 30) * BUCKET_MS));
    await Promise.all([first, second].map(async (app) => app.app.get(SilenceService).endSilent()));
    const [episode] = await stored(first, 'drift_episodes', member.orgId);
    expect(episode).toMatchObject({ end_reason: 'no_traffic' });
    const [watch] = await stored(first, 'drift_watches', member.orgId);
    expect(watch).not.toHaveProperty('open');
  });
});
