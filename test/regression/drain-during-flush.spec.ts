import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { RollupsService } from '../../src/telemetry/rollups.service.js';
import { RollupBucketsStore } from '../../src/telemetry/rollup-buckets.store.js';
import { deferred } from '../support/deferred.js';
import { llmEvent } from '../support/factories.js';
import { createTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

it('a drain that meets a flush under way still counts what was accepted before the drain', async () => {
  const member = await app.join();
  const store = app.app.get(RollupBucketsStore);
  const realDirty = store.dirty.bind(store);
  const hasLooked = deferred();
  const mayGoOn = deferred();
  store.dirty = async (level, limit) => {
    const found = await realDirty(level, limit);
    store.dirty = realDirty;
    hasLooked.resolve();
    await mayGoOn.promise;
    return found;
  };
  const rollups = app.app.get(RollupsService);
  const underWay = rollups.flush();
  await hasLooked.promise;
  await member.post('/ingest/llm', { events: [llmEvent()] }).expect(200);
  const flush = vi.spyOn(rollups, 'flush');
  const drained = app.drain();
  await vi.waitFor(() => expect(flush).toHaveBeenCalled());
  mayGoOn.resolve();
  await Promise.all([underWay, drained]);
  const { body } = await member.get('/dashboard/risk-distribution').expect(200);
  expect(body).toEqual({ normalCount: 1, suspiciousCount: 0, riskyCount: 0 });
});
