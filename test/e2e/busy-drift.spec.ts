import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventsStore } from '../../src/telemetry/events.store.js';
import { mlEvent, times } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const NOON = new Date('2026-03-01T12:00:00.000Z');
const BASELINE_MS = 100;

function after(seconds: number): Date {
  return new Date(NOON.getTime() + seconds * 1000);
}

describe('drift of a busy model', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp({ env: { ORG_BYTES_PER_SECOND: '1000000000' } });
  });
  beforeEach(async () => {
    app.travelTo(NOON);
    member = await app.join();
    await member.put('/models/fraud/profile', { baseline_latency_ms: BASELINE_MS }).expect(200);
  });
  afterAll(() => app.close());

  async function send(count: number, latencyMs: number, at: (index: number) => Date): Promise<void> {
    const events = times(count, (index) => mlEvent({ latency_ms: latencyMs, timestamp: at(index).toISOString() }));
    await member.post('/ingest/ml', { events }).expect(200);
  }

  async function score(): Promise<number> {
    const { body } = await member.get('/dashboard/models').expect(200);
    return body.models[0].drift_score;
  }

  it('counts every event of the window once, whether roll-ups know it already or not', async () => {
    // Some fall out of the window in the middle of a bucket; the rest fills buckets that are rolled up.
    await send(1000, 1000, (index) => after(-305 + (index % 5)));
    await send(3000, 110, (index) => after(-300 + (index % 280)));
    await app.drain();
    const read = vi.spyOn(app.app.get(EventsStore), 'latencySum');
    await send(600, 140, (index) => after(-290 + index / 10));
    await send(400, 180, () => NOON);
    await app.drain();
    const sumMs = 3000 * 110 + 600 * 140 + 400 * 180;
    expect(await score()).toBeCloseTo((sumMs / 4000 / BASELINE_MS - 1) * 100, 9);
    const readAnew = await Promise.all(read.mock.results.map(async ({ value }) => (await value).count));
    expect(Math.max(...readAnew)).toBeLessThan(2500);
    read.mockRestore();
  });

  it('is right in the end, where batches came faster than the window was read', async () => {
    await send(4000, 110, () => NOON);
    await send(4000, 110, () => NOON);
    await send(2000, 185, () => NOON);
    await app.drain();
    expect(await score()).toBeCloseTo(25, 9);
  });
});
