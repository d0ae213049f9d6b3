import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, riskyCall } from '../support/factories.js';
import { PROMISED_WRITES } from '../support/passing-writes.js';
import { createTestApp, type TestApp } from '../support/test-app.js';
import { startSet, type StartedSet } from './proxy/started-set.js';
import { strongWrites, weakWrites } from './support/weak-writes.js';

/** F5: what an answer says is done must outlive an election. */
describe('F5: on the wire', () => {
  let started: StartedSet, app: TestApp;
  beforeAll(async () => {
    started = await startSet();
    app = await createTestApp({ env: { MONGO_URI: started.set.uri } });
    const member = await app.join();
    await member.put('/models/fraud/profile', { baseline_latency_ms: 100 }).expect(200);
    await member.put('/risk/policy', { policy: 'calibrated', masking: 'off' }).expect(200);
    await member.post('/ingest/ml', { events: [mlEvent({ latency_ms: 900 })] }).expect(200);
    await member.post('/ingest/llm', { events: [llmEvent(), riskyCall()] }).expect(200);
    await app.drain();
    await member.post('/auth/credentials/refresh', { graceSeconds: 0 }).expect(200);
    await app.drain();
  });
  afterAll(async () => {
    await app.close();
    await started.stop();
  });

  it('every write that an answer depends on waits for the journals of a majority', () => {
    const written = strongWrites(started.set.recorder);
    expect(written).toEqual(expect.arrayContaining([...PROMISED_WRITES]));
    expect(weakWrites(started.set.recorder)).toEqual([]);
  });

  it('no read is for a secondary', () => {
    const read = started.set.recorder.commands(({ readPreference }) => readPreference !== undefined);
    expect(read.filter(({ readPreference, member }) => readPreference !== 'primary' && member !== 0)).toEqual([]);
  });
});
