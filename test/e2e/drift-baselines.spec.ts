import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUCKET_MS, DriftTraffic, TRAFFIC_BEGIN } from '../support/drift-traffic.js';
import { times } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

describe('a baseline', () => {
  let app: TestApp, member: Member, traffic: DriftTraffic;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false });
  });
  beforeEach(async () => {
    ({ member, traffic } = await DriftTraffic.begin(app));
  });
  afterAll(() => app.close());

  const drift = async () => (await member.get('/models/m/drift').expect(200)).body;
  const latency = async () => (await drift()).signals.find((one: { signal: string }) => one.signal === 'latency');

  const statuses = async (): Promise<string[]> =>
    (await member.get('/models/m/baseline').expect(200)).body.signals.map(({ status }: { status: string }) => status);

  it('is never replaced by itself', async () => {
    await traffic.send(0, 60);
    await traffic.send(60, 160, { latencyMs: 300 });
    expect(await latency()).toMatchObject({ state: 'drifting', baseline: 'active' });
    expect((await member.get('/models/m/profile').expect(200)).body.baseline_latency_ms).toBeCloseTo(100, -1);
  });

  it('is what is now where that is accepted', async () => {
    await traffic.send(0, 60);
    await traffic.send(60, 100, { latencyMs: 300 });
    await member.post('/models/m/baseline/accept').expect(200);
    expect(await drift()).toMatchObject({ state: 'calm', episodes: [{ end_reason: 'new_baseline' }] });
    const { body } = await member.get('/dashboard/alerts').expect(200);
    const alert = body.find(({ episode_id }: { episode_id?: string }) => episode_id !== undefined);
    expect(alert).toMatchObject({ type: 'drift', resolved: true });
    expect(await statuses()).toEqual(times(4, () => 'pinned'));
    expect((await member.get('/models/m/profile').expect(200)).body.baseline_latency_ms).toBeCloseTo(300, -2);
    await traffic.send(100, 104, { latencyMs: 300 });
    expect(await latency()).toMatchObject({ state: 'calm' });
  });

  it('is learned again after a reset', async () => {
    await traffic.send(0, 60);
    await member.post('/models/m/baseline/reset').expect(200);
    expect(await statuses()).toEqual(times(4, () => 'collecting'));
    await traffic.send(60, 120, { latencyMs: 300 });
    expect(await latency()).toMatchObject({ state: 'calm', baseline: 'active' });
    expect((await member.get('/models/m/profile').expect(200)).body.baseline_latency_ms).toBeCloseTo(300, -2);
  });

  it('can be pinned to a window, and unpinned', async () => {
    await traffic.send(0, 20);
    const window = {
      from: new Date(TRAFFIC_BEGIN).toISOString(),
      to: new Date(TRAFFIC_BEGIN + 10 * BUCKET_MS).toISOString(),
    };
    const { body } = await member.put('/models/m/baseline/pin', window).expect(200);
    expect(body.signals[2]).toMatchObject({
      signal: 'latency',
      status: 'pinned',
      version: 1,
      buckets: 10,
      from: window.from,
      to: new Date(TRAFFIC_BEGIN + 9 * BUCKET_MS).toISOString(),
    });
    await member.delete('/models/m/baseline/pin').expect(200);
    expect(await statuses()).toEqual(times(4, () => 'collecting'));
  });

  it('that was set by hand stays until it is unpinned', async () => {
    await member.put('/models/m/profile', { baseline_latency_ms: 77 }).expect(200);
    await traffic.send(0, 60);
    expect((await member.get('/models/m/profile').expect(200)).body).toMatchObject({ baseline_latency_ms: 77 });
    await member.delete('/models/m/baseline/pin').expect(200);
    const profile = (await member.get('/models/m/profile').expect(200)).body;
    expect(profile).toMatchObject({ source: 'learned' });
    expect(profile.baseline_latency_ms).toBeCloseTo(100, -1);
  });

  it('of too little is refused, and nothing is changed', async () => {
    await traffic.send(0, 2);
    const nothing = {
      from: new Date(TRAFFIC_BEGIN - BUCKET_MS).toISOString(),
      to: new Date(TRAFFIC_BEGIN).toISOString(),
    };
    const { body } = await member.put('/models/m/baseline/pin', nothing).expect(422);
    expect(body.code).toBe('too_little_traffic');
    expect(await statuses()).toEqual(times(4, () => 'collecting'));
  });

  it.each([
    { what: 'nothing', body: {}, field: 'from' },
    { what: 'no time', body: { from: 'yesterday', to: '2026-03-01T00:00:00Z' }, field: 'from' },
    { what: 'a number', body: { from: '2026-03-01T00:00:00Z', to: 5 }, field: 'to' },
  ])('pinned to $what is 422', async ({ body, field }) => {
    const answer = await member.put('/models/m/baseline/pin', body).expect(422);
    expect(answer.body.detail.map(({ loc }: { loc: unknown }) => loc)).toContainEqual(['body', field]);
  });

  it('of nobody is 404, whatever is done with it', async () => {
    await member.post('/models/m/baseline/reset').expect(404);
    await member.post('/models/m/baseline/accept').expect(404);
    await member.delete('/models/m/baseline/pin').expect(404);
  });

  it('that is decided anew is audited', async () => {
    await traffic.send(0, 2);
    await member.post('/models/m/baseline/reset').expect(200);
    await app.drain();
    const { body } = await member.get('/audit').expect(200);
    expect(body.entries[0]).toMatchObject({
      action: 'baseline_reset',
      via: 'api',
      actor_client_id: member.clientId,
      details: { model: 'm' },
    });
  });
});
