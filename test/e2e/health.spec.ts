import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HealthService } from '../../src/health/health.service.js';
import { llmEvent, mlEvent, times } from '../support/factories.js';
import { storedOne } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const NOON = new Date('2026-03-01T12:00:00.000Z');
const DAY_MS = 86_400_000;

interface Model {
  readonly model_name: string;
  readonly score: number;
}

interface Health {
  readonly score: number;
  readonly details: Readonly<Record<string, number | null>>;
  readonly updated_at: string | null;
}

describe('health', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
  });
  beforeEach(async () => {
    app.travelTo(NOON);
    member = await app.join();
  });
  afterAll(() => app.close());

  async function calls(latencyMs: number): Promise<void> {
    await member.post('/ingest/llm', { events: [llmEvent({ latency_ms: latencyMs })] }).expect(200);
    await app.drain();
  }

  async function drift(percent: number, modelName = 'fraud'): Promise<void> {
    await member.put(`/models/${modelName}/profile`, { baseline_latency_ms: 100 }).expect(200);
    await member
      .post('/ingest/ml', { events: [mlEvent({ model_name: modelName, latency_ms: 100 + percent })] })
      .expect(200);
    await app.drain();
  }

  async function health(): Promise<Health> {
    return (await member.get('/dashboard/health').expect(200)).body as Health;
  }

  it('is 100 where nothing was measured yet', async () => {
    expect(await health()).toEqual({
      score: 100,
      details: {},
      updated_at: null,
      state: 'no_data',
      worst_model: null,
    });
  });

  it.each([
    { when: 'calls are fast', latencyMs: 1000, score: 100 },
    { when: 'calls take 2 s', latencyMs: 2000, score: 80 },
    { when: 'calls take for ever', latencyMs: 60_000, score: 70 },
  ])('of calls alone is $score when $when', async ({ latencyMs, score }) => {
    await calls(latencyMs);
    expect(await health()).toEqual({
      score,
      details: {
        drift_penalty: 0,
        latency_penalty: 100 - score,
        average_drift_score: null,
        llm_mean_latency_ms: latencyMs,
      },
      updated_at: NOON.toISOString(),
      state: 'measured',
      worst_model: score === 100 ? null : 'chat',
    });
  });

  it.each([
    { percent: 0, score: 100 },
    { percent: 25, score: 75 },
    { percent: 90, score: 60 },
  ])('of predictions alone is $score with a drift of $percent', async ({ percent, score }) => {
    await drift(percent);
    const { score: found, details } = await health();
    expect(found).toBeCloseTo(score, 9);
    expect(details['average_drift_score']).toBeCloseTo(percent, 9);
    expect(details['llm_mean_latency_ms']).toBeNull();
  });

  it('counts both', async () => {
    await drift(90);
    await calls(60_000);
    expect((await health()).score).toBeCloseTo(30, 9);
  });

  it('counts the latest ten drift scores', async () => {
    await drift(100, 'old');
    app.travelTo(new Date(NOON.getTime() + 20_000));
    for (const index of times(10, (one) => one)) await drift(10, `model-${index}`);
    expect((await health()).details['average_drift_score']).toBeCloseTo(10, 9);
  });

  it('is one document an organization, brought up to date', async () => {
    await calls(2000);
    const later = new Date(NOON.getTime() + 60_000);
    app.travelTo(later);
    await calls(500);
    expect(await storedOne(app, 'health_scores', member.orgId)).toMatchObject({
      score: 95,
      created_at: NOON,
      updated_at: later,
    });
    expect((await health()).updated_at).toBe(later.toISOString());
  });

  it('recovers without traffic, once slow calls are 15 minutes old', async () => {
    await calls(2000);
    app.travelTo(new Date(NOON.getTime() + 14 * 60_000));
    await app.app.get(HealthService).scoreAll();
    expect((await health()).score).toBe(80);
    app.travelTo(new Date(NOON.getTime() + 16 * 60_000));
    await app.app.get(HealthService).scoreAll();
    expect((await health()).score).toBe(100);
  });

  it('names the worst model, and scores each as if it were alone', async () => {
    await drift(5, 'mild');
    await drift(30, 'wild');
    await calls(1500);
    expect((await health()) as unknown).toMatchObject({ state: 'measured', worst_model: 'wild' });
    const { body } = await member.get('/dashboard/health/models').expect(200);
    expect(body.models.map((model: Model) => [model.model_name, Math.round(model.score)])).toEqual([
      ['wild', 70],
      ['chat', 90],
      ['mild', 95],
    ]);
    expect(body.models[1]).toEqual({
      model_name: 'chat',
      score: 90,
      drift_penalty: 0,
      latency_penalty: 10,
      drift_score: null,
      llm_mean_latency_ms: 1500,
    });
  });

  it('looks at each of many models every ten seconds', async () => {
    const many = times(50, (index) => llmEvent({ model_name: `model-${index}`, latency_ms: 1100 + index }));
    await member.post('/ingest/llm', { events: many }).expect(200);
    await app.drain();
    expect((await health()) as unknown).toMatchObject({ worst_model: 'model-49' });
    await calls(60_000);
    expect((await health()) as unknown).toMatchObject({ worst_model: 'model-49' });
    app.travelTo(new Date(NOON.getTime() + 10_000));
    await app.app.get(HealthService).scoreAll();
    expect((await health()) as unknown).toMatchObject({ worst_model: 'chat' });
  });

  it('says so once nothing is measured any more', async () => {
    await calls(2000);
    app.travelTo(new Date(NOON.getTime() + 16 * 60_000));
    await app.app.get(HealthService).scoreAll();
    expect((await health()) as unknown).toMatchObject({ score: 100, state: 'no_data', worst_model: null });
    expect((await member.get('/dashboard/health/models').expect(200)).body).toEqual({ models: [] });
  });

  describe('of the past', () => {
    // The database deletes what is old by its own clock.
    const RECENT = new Date(Math.floor(Date.now() / 300_000) * 300_000 - 7 * 86_400_000);
    const iso = (ms: number): string => new Date(RECENT.getTime() + ms).toISOString();
    beforeEach(() => app.travelTo(RECENT));

    const points = async (query = ''): Promise<Record<string, unknown>[]> =>
      (await member.get(`/dashboard/health/history${query}`).expect(200)).body.points;

    it('is the lowest score of every five minutes, with what lowered it', async () => {
      await calls(1000);
      app.travelTo(new Date(RECENT.getTime() + 60_000));
      await calls(3000);
      app.travelTo(new Date(RECENT.getTime() + 120_000));
      await calls(500);
      app.travelTo(new Date(RECENT.getTime() + 20 * 60_000));
      await app.app.get(HealthService).scoreAll();
      app.travelTo(new Date(RECENT.getTime() + 20 * 60_000 + 1));
      expect(await points()).toEqual([
        {
          at: RECENT.toISOString(),
          score: 80,
          drift_penalty: 0,
          latency_penalty: 20,
          worst_model: 'chat',
          state: 'measured',
        },
        {
          at: new Date(RECENT.getTime() + 20 * 60_000).toISOString(),
          score: 100,
          drift_penalty: 0,
          latency_penalty: 0,
          worst_model: null,
          state: 'no_data',
        },
      ]);
    });

    it.each([
      { from: 0, to: null, count: 0 },
      { from: 0, to: 1, count: 1 },
      { from: null, to: 0, count: 0 },
      { from: null, to: DAY_MS, count: 1 },
      { from: null, to: DAY_MS + 1, count: 0 },
    ])('has $count points from $from ms to $to ms', async ({ from, to, count }) => {
      await calls(1000);
      const range = [from === null ? '' : `from=${iso(from)}`, to === null ? '' : `to=${iso(to)}`];
      expect(await points(`?${range.filter((part) => part !== '').join('&')}`)).toHaveLength(count);
    });

    it.each(['from', 'to'])('of %s that is no time is 422', async (field) => {
      const { body } = await member.get(`/dashboard/health/history?${field}=yesterday`).expect(422);
      expect(body.detail[0].loc).toEqual(['query', field]);
    });
  });
});
