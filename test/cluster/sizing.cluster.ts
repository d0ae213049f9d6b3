import { statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, times } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';
import { startSet, type StartedSet } from './proxy/started-set.js';
import { report } from './support/cluster-trial.js';

const SIZES = [1, 100, 1000];
const BATCHES = 10;
/** Text of an event here, characters: a short question and a short answer. */
const PROMPT = 'How do I change the address of my last order? '.repeat(4);
const RESPONSE = 'Open your orders, choose the one you mean, and press "change the address". '.repeat(4);

/** What a batch and an event cost the database: the figures of docs/deploy-cluster.md. */
describe('sizing', () => {
  let started: StartedSet, app: TestApp, member: Member;
  beforeAll(async () => {
    started = await startSet();
    const env = { MONGO_URI: started.set.uri, ORG_BYTES_PER_SECOND: '1000000000', ORG_BURST_BYTES: '1000000000' };
    app = await createTestApp({ env, hasClockwork: false });
    member = await app.join();
    await send('ml', 1);
    await send('llm', 1);
  });
  afterAll(async () => {
    await app.close();
    await started.stop();
  });

  async function send(kind: 'ml' | 'llm', count: number): Promise<void> {
    const event = kind === 'ml' ? mlEvent() : llmEvent({ prompt: PROMPT, response: RESPONSE });
    await member.post(`/ingest/${kind}`, { events: times(count, () => event) }).expect(200);
    await app.drain();
  }

  async function meanBytes(collection: string): Promise<number> {
    const raw = await app.connection.collection<Buffer>(collection).find({}, { raw: true }).limit(1000).toArray();
    return raw.reduce((sum, bytes) => sum + bytes.length, 0) / raw.length;
  }

  it.each(['ml', 'llm'] as const)('commands of a %s batch', async (kind) => {
    const counts: number[] = [];
    for (const size of SIZES) {
      started.set.recorder.clear();
      for (let batch = 0; batch < BATCHES; batch++) await send(kind, size);
      const commands = started.set.recorder.commands();
      const writes = commands.filter(({ writeConcern }) => writeConcern?.['w'] === 'majority').length / BATCHES;
      const bytes = commands.reduce((sum, { requestBytes }) => sum + requestBytes, 0) / BATCHES / size;
      const each = commands.length / BATCHES;
      counts.push(each);
      report(
        `sizing ${kind} x ${size}`,
        `${each} commands a batch, ${writes} of them with the majority, ${bytes.toFixed(0)} bytes sent an event`,
      );
    }
    const stored = await meanBytes(`${kind}_events`);
    report(`sizing ${kind}`, `${stored.toFixed(0)} bytes of BSON an event, labelled`);
    expect(counts[2]).toBeLessThan((counts[0] ?? 0) + 15);
  });

  it('bytes that are stored', async () => {
    const file = path.join(started.dataDir, 'data.mdb');
    for (const kind of ['ml', 'llm'] as const) {
      const before = statSync(file).size;
      for (let batch = 0; batch < 20; batch++) await send(kind, 1000);
      report(`sizing file ${kind}`, `${((statSync(file).size - before) / 20_000).toFixed(0)} bytes of file an event`);
    }
    const names = ['rollups', 'rollups_minute', 'rollups_hour', 'rollups_day', 'signal_rollups', 'ingest_batches'];
    for (const name of names)
      report(`sizing ${name}`, `${(await meanBytes(name)).toFixed(0)} bytes of BSON a document`);
    expect(statSync(file).size).toBeGreaterThan(0);
  }, 240_000);
});
