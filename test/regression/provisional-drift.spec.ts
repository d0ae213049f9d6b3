import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { DrainService } from '../../src/telemetry/drain.service.js';
import { LabelsStore } from '../../src/telemetry/labels.store.js';
import { RollupBucketsStore } from '../../src/telemetry/rollup-buckets.store.js';
import { RollupsService } from '../../src/telemetry/rollups.service.js';
import { deferred } from '../support/deferred.js';
import { mlEvent, times } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const NOON = new Date('2026-03-01T12:00:00.000Z');

let app: TestApp, member: Member;
beforeAll(async () => {
  app = await createTestApp({ env: { ORG_BYTES_PER_SECOND: '1000000000' }, hasClockwork: false });
  app.travelTo(NOON);
  member = await app.join();
  await member.put('/models/fraud/profile', { baseline_latency_ms: 100 }).expect(200);
});
afterAll(() => app.close());

async function send(count: number, latencyMs: number): Promise<void> {
  const events = times(count, () => mlEvent({ latency_ms: latencyMs, timestamp: NOON.toISOString() }));
  await member.post('/ingest/ml', { events }).expect(200);
}

it('a score stays provisional until roll-ups hold the batches that it lacks', async () => {
  const rollups = app.app.get(RollupsService);
  await send(4000, 110);
  await app.drain();
  // The next two batches are assessed, and come no further than their labels, while roll-ups of earlier ones are
  // refreshed.
  const labels = app.app.get(LabelsStore);
  const write = labels.write.bind(labels);
  const [held, arrived] = [deferred(), deferred()];
  let count = 0;
  const spy = vi.spyOn(labels, 'write').mockImplementation(async (...batch) => {
    if (++count === 2) arrived.resolve();
    await held.promise;
    return write(...batch);
  });
  await send(4000, 110);
  await send(2000, 185);
  await arrived.promise;
  const buckets = app.app.get(RollupBucketsStore);
  const [bucket] = await buckets.byStarts('ten_seconds', { orgId: member.orgId, kind: 'ml', modelName: 'fraud' }, [
    NOON.getTime(),
  ]);
  if (bucket === undefined) throw new Error('the first batch was not rolled up');
  await buckets.touch('ten_seconds', [bucket]);
  await rollups.flush();
  held.resolve();
  await app.app.get(DrainService).drain();
  spy.mockRestore();
  const { body } = await member.get('/dashboard/models').expect(200);
  expect(body.models[0].drift_score).toBeCloseTo(25, 9);
});
