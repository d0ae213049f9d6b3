import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HealthService } from '../../src/health/health.service.js';
import { llmEvent, mlEvent, times } from '../support/factories.js';
import { storedOne } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const NOON = new Date('2026-03-01T12:00:00.000Z');

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
    expect(await health()).toEqual({ score: 100, details: {}, updated_at: null });
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
});
