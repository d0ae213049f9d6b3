import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, riskyCall } from '../support/factories.js';
import { createTestApp, type TestApp } from '../support/test-app.js';
import type { Recorded } from './proxy/recorder.js';
import { startSet, type StartedSet } from './proxy/started-set.js';

/** Collections of which a write may be lost, because it is done again or is of no consequence. */
const HARMLESS: ReadonlySet<string> = new Set(['active_models', 'health_scores', 'health_steps', 'leases']);
const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'findAndModify']);

/** F5: what an answer says is done must outlive an election. */
describe('F5: on the wire', () => {
  let started: StartedSet, app: TestApp;
  beforeAll(async () => {
    started = await startSet();
    app = await createTestApp({ env: { MONGO_URI: started.set.uri } });
    const member = await app.join();
    const { clientId, clientSecret } = member;
    await member.put('/models/fraud/profile', { baseline_latency_ms: 100 }).expect(200);
    await member.put('/risk/policy', { policy: 'calibrated' });
    await member.post('/ingest/ml', { events: [mlEvent({ latency_ms: 900 })] }).expect(200);
    await member.post('/ingest/llm', { events: [llmEvent(), riskyCall()] }).expect(200);
    await app.drain();
    await app.http.post('/auth/refresh-credentials').send({ clientId, clientSecret });
    await member.post('/auth/refresh-credentials', {});
    await app.drain();
  });
  afterAll(async () => {
    await app.close();
    await started.stop();
  });

  function weak(): Recorded[] {
    return started.set.recorder.commands(({ command, collection, writeConcern }) => {
      const isStrong = writeConcern?.['w'] === 'majority' && writeConcern['j'] === true;
      return WRITES.has(command) && !HARMLESS.has(collection) && !isStrong;
    });
  }

  it('every write that an answer depends on waits for the journals of a majority', () => {
    const written = started.set.recorder.commands(({ command }) => WRITES.has(command));
    const collections = new Set(written.map(({ collection }) => collection));
    expect([...collections]).toEqual(
      expect.arrayContaining(['organizations', 'api_keys', 'audit_log', 'model_profiles', 'ml_events', 'alerts']),
    );
    const found = new Set(weak().map(({ command, collection }) => `${command} ${collection}`));
    expect([...found].sort()).toEqual([]);
  });

  it('no read is for a secondary', () => {
    const read = started.set.recorder.commands(({ readPreference }) => readPreference !== undefined);
    expect(read.filter(({ readPreference, member }) => readPreference !== 'primary' && member !== 0)).toEqual([]);
  });
});
