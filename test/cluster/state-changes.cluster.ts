import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mlEvent } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';
import { STATE_CHANGES } from './proxy/errors.js';
import { startSet, type StartedSet } from './proxy/started-set.js';

const WRITES = ['insert', 'update', 'findAndModify'];

/** Item 9: what a stepdown leaves of a command after the driver's one retry is "come again", never "our fault". */
describe('a set that changes its primary for longer than the driver tries', () => {
  let started: StartedSet, app: TestApp, member: Member;
  beforeAll(async () => {
    started = await startSet();
    app = await createTestApp({ env: { MONGO_URI: started.set.uri }, hasClockwork: false });
    member = await app.join();
  });
  afterEach(async () => {
    started.set.faults.clear();
    await app.drain();
  });
  afterAll(async () => {
    await app.close();
    await started.stop();
  });

  it.each([...STATE_CHANGES].map(([code, name]) => ({ code, name })))(
    '$name ($code) of every write answers 503, and the same batch 200 afterwards',
    async ({ code }) => {
      started.set.faults.add({ failure: { kind: 'code', code, when: 'before' }, commands: WRITES });
      const events = [mlEvent()];
      const first = await member.post('/ingest/ml', { events });
      expect(first).toMatchObject({ status: 503, body: { code: 'database_unavailable' } });
      started.set.faults.clear();
      await member.post('/ingest/ml', { events }).expect(200);
    },
  );

  it.each([64, 91])('a write that the majority has not confirmed (%i) answers 503', async (code) => {
    started.set.faults.add({ failure: { kind: 'unconfirmed', code }, commands: WRITES });
    const { status } = await member.post('/ingest/ml', { events: [mlEvent()] });
    expect(status).toBe(503);
  });
});
