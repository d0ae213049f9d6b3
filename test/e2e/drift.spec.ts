import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mlEvent } from '../support/factories.js';
import { stored, storedOne } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const NOON = new Date('2026-03-01T12:00:00.000Z');
const PROFILE = '/models/fraud/profile';

function after(seconds: number): Date {
  return new Date(NOON.getTime() + seconds * 1000);
}

describe('drift', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
  });
  beforeEach(async () => {
    app.travelTo(NOON);
    member = await app.join();
  });
  afterAll(() => app.close());

  async function send(latencyMs: number, at: Date, modelName = 'fraud'): Promise<void> {
    const event = mlEvent({ model_name: modelName, latency_ms: latencyMs, timestamp: at.toISOString() });
    await member.post('/ingest/ml', { events: [event] }).expect(200);
    await app.drain();
  }

  async function models(): Promise<unknown[]> {
    return (await member.get('/dashboard/models').expect(200)).body.models;
  }

  it.each([
    { when: 'half as slow again', latencyMs: 150, score: 50 },
    { when: 'just as fast', latencyMs: 100, score: 0 },
    { when: 'faster', latencyMs: 20, score: 0 },
    { when: 'ten times as slow', latencyMs: 1000, score: 100 },
  ])('is $score when $when', async ({ latencyMs, score }) => {
    await member.put(PROFILE, { baseline_latency_ms: 100 }).expect(200);
    await send(latencyMs, NOON);
    expect(await models()).toEqual([{ model_name: 'fraud', mean_latency_ms: latencyMs, drift_score: score }]);
  });

  it('is stored with its real window and mean', async () => {
    await member.put(PROFILE, { baseline_latency_ms: 100 }).expect(200);
    await send(90, after(-301));
    app.travelTo(after(20));
    await send(110, after(-270));
    app.travelTo(after(40));
    await send(150, after(39));
    const metrics = await stored(app, 'drift_metrics', member.orgId);
    const latest = metrics.find((metric) => (metric['window_end'] as Date).getTime() === after(40).getTime());
    expect(latest).toMatchObject({
      model_name: 'fraud',
      window_start: after(40 - 300),
      window_end: after(40),
      created_at: after(40),
    });
    expect(latest?.['mean_latency_ms']).toBeCloseTo(150, 9);
    expect(latest?.['drift_score']).toBeCloseTo(50, 9);
    const before = metrics.find((metric) => (metric['window_end'] as Date).getTime() === after(20).getTime());
    expect(before?.['mean_latency_ms']).toBeCloseTo(110, 9);
  });

  it('is the mean of the last five minutes, not of everything', async () => {
    await member.put(PROFILE, { baseline_latency_ms: 100 }).expect(200);
    await send(1000, after(-301));
    await send(110, after(-300));
    await send(130, NOON);
    const [model] = (await models()) as { drift_score: number; mean_latency_ms: number }[];
    expect(model?.drift_score).toBeCloseTo(20, 9);
    expect(model?.mean_latency_ms).toBeCloseTo((1000 + 110 + 130) / 3, 9);
  });

  it('is not measured without a baseline', async () => {
    await send(500, NOON);
    expect(await models()).toEqual([{ model_name: 'fraud', mean_latency_ms: 500, drift_score: 0 }]);
    expect(await stored(app, 'drift_metrics', member.orgId)).toEqual([]);
  });

  it('is 0 with a baseline of 0', async () => {
    await member.put(PROFILE, { baseline_latency_ms: 0 }).expect(200);
    await send(500, NOON);
    expect(await storedOne(app, 'drift_metrics', member.orgId)).toMatchObject({ drift_score: 0 });
  });

  it('expires when nothing follows for 15 minutes', async () => {
    await member.put(PROFILE, { baseline_latency_ms: 100 }).expect(200);
    await send(150, NOON);
    app.travelTo(after(15 * 60 - 1));
    expect(await models()).toEqual([expect.objectContaining({ drift_score: 50 })]);
    app.travelTo(after(15 * 60));
    expect(await models()).toEqual([expect.objectContaining({ drift_score: 0 })]);
  });

  it('of two models is measured apart', async () => {
    await member.put('/models/a/profile', { baseline_latency_ms: 100 }).expect(200);
    await member.put('/models/b/profile', { baseline_latency_ms: 100 }).expect(200);
    const events = [mlEvent({ model_name: 'a', latency_ms: 110 }), mlEvent({ model_name: 'b', latency_ms: 160 })];
    await member.post('/ingest/ml', { events }).expect(200);
    await app.drain();
    const scores = (await models()) as { model_name: string; drift_score: number }[];
    expect(scores.map(({ model_name, drift_score }) => [model_name, Math.round(drift_score)])).toEqual([
      ['a', 10],
      ['b', 60],
    ]);
  });

  it('raises the risk of the predictions that show it', async () => {
    await member.put(PROFILE, { baseline_latency_ms: 100 }).expect(200);
    await send(200, NOON);
    expect(await storedOne(app, 'ml_events', member.orgId)).toMatchObject({ riskScore: 0.3, riskLabel: 'normal' });
  });

  describe('a baseline', () => {
    it('is learned from the first full window', async () => {
      await send(100, NOON);
      await member.get(PROFILE).expect(404);
      app.travelTo(after(299));
      await send(140, after(299));
      await member.get(PROFILE).expect(404);
      app.travelTo(after(310));
      await send(1000, after(310));
      const { body } = await member.get(PROFILE).expect(200);
      expect(body).toMatchObject({ baseline_latency_ms: 120, source: 'learned', feature_stats: null });
      expect(body.created_at).toBe(after(310).toISOString());
    });

    it('that was learned stays', async () => {
      await send(100, NOON);
      app.travelTo(after(300));
      await send(900, after(300));
      app.travelTo(after(1000));
      await send(900, after(1000));
      const { body } = await member.get(PROFILE).expect(200);
      expect(body.baseline_latency_ms).toBe(100);
      expect(await models()).toEqual([expect.objectContaining({ drift_score: 100 })]);
    });

    it('can be set before the first event, and set again', async () => {
      const stats = { amount: { mean: 10, std: 2.5 } };
      await member.put(PROFILE, { baseline_latency_ms: 50, feature_stats: stats }).expect(200);
      const first = (await member.get(PROFILE).expect(200)).body;
      expect(first).toMatchObject({
        model_name: 'fraud',
        baseline_latency_ms: 50,
        feature_stats: stats,
        source: 'set',
      });
      app.travelTo(after(60));
      const second = (await member.put(PROFILE, { baseline_latency_ms: 70 }).expect(200)).body;
      expect(second).toMatchObject({ baseline_latency_ms: 70, feature_stats: null, created_at: first.created_at });
      expect(second.updated_at).toBe(after(60).toISOString());
    });

    it('that is set replaces a learned one', async () => {
      await send(100, NOON);
      app.travelTo(after(300));
      await send(100, after(300));
      await member.put(PROFILE, { baseline_latency_ms: 50 }).expect(200);
      expect((await member.get(PROFILE).expect(200)).body).toMatchObject({ baseline_latency_ms: 50, source: 'set' });
    });

    it('belongs to a model of any name', async () => {
      const path = `/models/${encodeURIComponent('team/äö 1.0?')}/profile`;
      await member.put(path, { baseline_latency_ms: 100 }).expect(200);
      await send(150, NOON, 'team/äö 1.0?');
      expect(await models()).toEqual([{ model_name: 'team/äö 1.0?', mean_latency_ms: 150, drift_score: 50 }]);
    });

    it.each([
      { what: 'nothing', body: {}, field: 'baseline_latency_ms' },
      { what: 'text', body: { baseline_latency_ms: '50' }, field: 'baseline_latency_ms' },
      { what: 'less than nothing', body: { baseline_latency_ms: -1 }, field: 'baseline_latency_ms' },
      { what: 'a list of statistics', body: { baseline_latency_ms: 1, feature_stats: [] }, field: 'feature_stats' },
      {
        what: 'half a spread',
        body: { baseline_latency_ms: 1, feature_stats: { a: { mean: 1 } } },
        field: 'feature_stats',
      },
      {
        what: 'a negative spread',
        body: { baseline_latency_ms: 1, feature_stats: { a: { mean: 1, std: -1 } } },
        field: 'feature_stats',
      },
    ])('of $what is 422', async ({ body, field }) => {
      const answer = await member.put(PROFILE, body).expect(422);
      expect(answer.body.detail.map(({ loc }: { loc: unknown }) => loc)).toEqual([['body', field]]);
      await member.get(PROFILE).expect(404);
    });

    it('of a model without one is 404, as problem+json', async () => {
      const { body } = await member.get('/models/nobody/profile').expect(404);
      expect(body).toMatchObject({ code: 'not_found', status: 404 });
    });
  });
});
