import { afterAll, beforeAll, expect, it } from 'vitest';
import { RetentionService } from '../../src/telemetry/retention.service.js';
import { llmEvent, mlEvent, times } from '../support/factories.js';
import { createTappedApp, type TappedApp } from '../support/tapped-app.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const HOUR_MS = 3_600_000;

let app: TappedApp;
beforeAll(async () => {
  app = await createTappedApp({ env: { RETENTION_DAYS: '2' }, hasClockwork: false });
});
afterAll(() => app.close());

it('old events are deleted an hour at a time, however many there are', async () => {
  app.travelTo(NOW);
  const member = await app.join();
  const at = (hours: number): string => new Date(NOW.getTime() - hours * HOUR_MS).toISOString();
  for (const [path, event] of [
    ['/ingest/ml', mlEvent],
    ['/ingest/llm', llmEvent],
  ] as const)
    await member.post(path, { events: times(12, (nth) => event({ timestamp: at(nth * 4) })) }).expect(200);
  await app.drain();
  app.travelTo(new Date(NOW.getTime() + 40 * HOUR_MS));
  await app.app.get(RetentionService).deleteOld();
  const slices = app.tap.commands.filter((command) => command['delete'] === 'ml_events');
  expect(slices.length).toBeGreaterThan(5);
  for (const { q } of slices.flatMap((command) => command['deletes'])) {
    const { $gte, $lt } = q.timestamp;
    expect($lt - $gte).toBeLessThanOrEqual(HOUR_MS);
  }
  const kept = await app.connection.collection('llm_events').find({}).toArray();
  expect(kept).toHaveLength(3);
});
