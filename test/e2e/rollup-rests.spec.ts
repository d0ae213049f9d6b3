import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { restMs } from '../../src/telemetry/rollup-rests.js';
import { RollupsService } from '../../src/telemetry/rollups.service.js';
import { WorkQueueService } from '../../src/telemetry/work-queue.service.js';
import { llmEvent, times } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

/** As many as make a bucket a large one. */
const MANY = 1000;
/** The beginning of a minute, and so of a bucket of two levels. */
const timestamp = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString();

describe('a bucket with many events', () => {
  let app: TestApp, member: Member, rollups: RollupsService;
  beforeAll(async () => {
    app = await createTestApp({ hasClockwork: false });
    member = await app.join();
    rollups = app.app.get(RollupsService);
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => app.close());

  /** Stores events of one instant, and works on them, but for the roll-ups. */
  async function send(modelName: string, count: number): Promise<void> {
    const events = times(count, () => llmEvent({ model_name: modelName, timestamp }));
    await member.post('/ingest/llm', { events }).expect(200, { ingested: count });
    await app.app.get(WorkQueueService).drain();
  }

  async function counted(): Promise<number> {
    const { body } = await member.get('/dashboard/risk-distribution').expect(200);
    const { normalCount, suspiciousCount, riskyCount } = body as Record<string, number>;
    return (normalCount ?? 0) + (suspiciousCount ?? 0) + (riskyCount ?? 0);
  }

  it('rests between two recounts, while a quiet model is counted; a drain waits for nobody', async () => {
    const nowMs = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(nowMs);
    await send('busy', MANY);
    await rollups.refresh();
    expect(await counted()).toBe(MANY);

    await send('busy', 1);
    await send('quiet', 1);
    await rollups.refresh();
    expect(await counted()).toBe(MANY + 1);
    clock.mockReturnValue(nowMs + restMs(MANY));
    await rollups.refresh();
    expect(await counted()).toBe(MANY + 2);

    await send('busy', 1);
    await rollups.flush();
    expect(await counted()).toBe(MANY + 3);
  });
});
