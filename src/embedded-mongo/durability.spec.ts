import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import mongoose, { type mongo } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { groupBy } from '../lib/group-by.js';
import { workerFile } from '../lib/worker-file.js';
import { findRunningOwner } from './lock-file.js';
import { openEngine } from './commands/engine.js';
import { STEP_DOCUMENTS } from './commands/unfinished.js';
import { indexKeysOf } from './storage/index-keys.js';
import { documentKeyOf } from './storage/document-store.js';
import { numberPrefix, prefixRange, scan } from './storage/environment.js';
import { KeyWriter } from './keys/key-writer.js';
import { temporaryDirectory } from './testing/temporary-server.js';

/** What kill -9 leaves behind, seen by a client that kept a ledger of what was acknowledged. */

let dataDir: string;

beforeEach(() => {
  dataDir = temporaryDirectory();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function withClient<R>(uri: string, run: (db: mongo.Db) => Promise<R>): Promise<R> {
  const client = new mongoose.mongo.MongoClient(uri);
  try {
    return await run(client.db('test'));
  } finally {
    await client.close();
  }
}

const ROUNDS = 6;
/** Documents of a large batch, which takes several steps; more than 999 the driver would send as several commands. */
const LARGE = 9 * STEP_DOCUMENTS;
/** The process that dies: starts the database and says where. */
const SERVER = `
const { startEmbeddedMongo } = await import(process.argv[2]);
const { uri } = await startEmbeddedMongo({ dataDir: process.argv[3] });
process.stdout.write(uri + '\\n');
`;

async function startChild(): Promise<{ child: ChildProcess; uri: string }> {
  const script = join(dataDir, 'server.mjs');
  if (!existsSync(script)) writeFileSync(script, SERVER);
  // The worker's built file lies beside the built entry.
  const worker = workerFile('./embedded-mongo.worker.js', import.meta.url);
  const built = pathToFileURL(join(dirname(worker), 'embedded-mongo.js')).href;
  const child = spawn(process.execPath, [script, built, join(dataDir, 'data')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [uri] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, uri };
}

/** What the client knows to be stored. */
interface Ledger {
  readonly inserted: Set<string>;
  /** Large batches that were acknowledged, by number. */
  readonly large: Set<string>;
  /** Highest acknowledged increment of each counter. */
  readonly counters: Map<string, number>;
}

/** Writes until the server dies, noting down what was acknowledged. */
async function writeUntilDeath(uri: string, round: number, ledger: Ledger): Promise<void> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 500 });
  const db = client.db('test');
  const events = db.collection<{ _id: string; batch: string; n: number; tag: string }>('events');
  const counters = db.collection<{ _id: string; n: number }>('counters');
  const insert = async (writer: number): Promise<void> => {
    for (let batch = 0; ; batch++) {
      const docs = Array.from({ length: 50 }, (_, i) => ({
        _id: `${round}-${writer}-${batch}-${i}`,
        batch: `${round}-${writer}-${batch}`,
        n: i,
        tag: `t${(i * 31) % 17}`,
      }));
      await events.insertMany(docs, { ordered: false });
      for (const { _id } of docs) ledger.inserted.add(_id);
    }
  };
  const insertLarge = async (): Promise<void> => {
    const large = db.collection<{ _id: string; batch: string; n: number }>('large');
    for (let nth = 0; ; nth++) {
      const batch = `${round}-${nth}`;
      await large.insertMany(Array.from({ length: LARGE }, (_, n) => ({ _id: `${batch}-${n}`, batch, n })));
      ledger.large.add(batch);
      await large.bulkWrite(
        Array.from({ length: LARGE }, (_, n) => ({
          updateOne: { filter: { _id: `${batch}-${n}` }, update: { $set: { tag: `t${n % 3}` } } },
        })),
      );
    }
  };
  const count = async (name: string): Promise<void> => {
    for (;;) {
      const after = await counters.findOneAndUpdate(
        { _id: name },
        { $inc: { n: 1 } },
        { upsert: true, returnDocument: 'after' },
      );
      ledger.counters.set(name, after?.n ?? 0);
    }
  };
  const relabel = async (): Promise<void> => {
    for (;;) await events.updateMany({ tag: 't3', n: { $lt: 10 } }, { $set: { tag: 't16' } });
  };
  await Promise.allSettled([insert(1), insert(2), insertLarge(), count('a'), count('b'), relabel()]);
  await client.close();
}

/** A large batch may stop at any of its steps, but it has no holes, and all of it is there once it was acknowledged; its labels too
 * begin at the first document and stop at a step. */
async function tornLargeBatches(db: mongo.Db, ledger: Ledger): Promise<unknown[]> {
  const rows = db.collection('large').find<{ batch: string; n: number; tag?: string }>({});
  const batches = groupBy(await rows.toArray(), ({ batch }) => batch);
  const isCut = (numbers: readonly number[]): boolean =>
    numbers.length % STEP_DOCUMENTS === 0 && numbers.toSorted((a, b) => a - b).every((n, at) => n === at);
  const torn = [...batches].filter(([name, docs]) => {
    if (ledger.large.has(name) && docs.length !== LARGE) return true;
    const labelled = docs.filter(({ tag }) => tag !== undefined);
    return ![docs, labelled].every((some) => isCut(some.map(({ n }) => n)));
  });
  const lost = [...ledger.large].filter((name) => !batches.has(name));
  return [...torn.map(([name]) => name), ...lost];
}

/** Every document is in every index, and every entry has its document. */
function findDisagreements(): string[] {
  const engine = openEngine({ dataDir: join(dataDir, 'data'), cursorParity: 1 });
  const wrong: string[] = [];
  const writer = new KeyWriter();
  for (const collection of engine.catalogue.list()) {
    for (const index of collection.indexes) {
      const expected = new Set<string>();
      for (const { key, value } of engine.env.scanDocuments(prefixRange(numberPrefix(collection.id)))) {
        for (const fields of indexKeysOf(value, index, writer).keys)
          expected.add(`${fields.toString('hex')} ${key.toString('hex')}`);
      }
      for (const entry of scan(engine.env.entries, prefixRange(numberPrefix(index.id)))) {
        const key = documentKeyOf(collection, index, entry);
        const fields = index.isUnique
          ? entry.key
          : entry.key.subarray(0, entry.key.length - entry.value.readUInt16BE(0));
        if (!expected.delete(`${fields.toString('hex')} ${key.toString('hex')}`))
          wrong.push(`${index.name}: an entry without document`);
      }
      for (const missing of expected) wrong.push(`${index.name}: a document without entry ${missing}`);
    }
  }
  void engine.env.close();
  return wrong;
}

describe('a process that is killed', () => {
  it(`loses nothing that was acknowledged, in ${ROUNDS} rounds`, { timeout: 120_000 }, async () => {
    const ledger: Ledger = { inserted: new Set(), large: new Set(), counters: new Map() };
    for (let round = 0; round < ROUNDS; round++) {
      const { child, uri } = await startChild();
      const exited = once(child, 'exit');
      await withClient(uri, (db) =>
        db
          .collection('events')
          .createIndexes([
            { key: { batch: 1, n: -1 } },
            { key: { tag: 1 } },
            { key: { batch: 1, n: 1, tag: 1 }, unique: true },
          ]),
      );
      await withClient(uri, (db) => db.collection('large').createIndexes([{ key: { batch: 1 } }, { key: { tag: 1 } }]));
      const before = ledger.inserted.size;
      const writing = writeUntilDeath(uri, round, ledger);
      await expect
        .poll(() => ledger.inserted.size - before, { timeout: 20_000, interval: 5 })
        .toBeGreaterThan(300 + round * 97);
      child.kill('SIGKILL');
      await exited;
      await writing;
      expect(findDisagreements()).toEqual([]);
    }
    const { child, uri } = await startChild();
    await withClient(uri, async (db) => {
      const stored = new Set<string>(await db.collection<{ _id: string }>('events').distinct('_id'));
      expect([...ledger.inserted].filter((id) => !stored.has(id))).toEqual([]);
      const torn = await db
        .collection('events')
        .aggregate([{ $group: { _id: '$batch', n: { $sum: 1 } } }, { $match: { n: { $ne: 50 } } }])
        .toArray();
      expect(torn).toEqual([]);
      expect(await tornLargeBatches(db, ledger)).toEqual([]);
      for (const [name, n] of ledger.counters) {
        const counter = await db.collection<{ _id: string; n: number }>('counters').findOne({ _id: name });
        expect(counter?.n, name).toBeGreaterThanOrEqual(n);
        expect(counter?.n, name).toBeLessThanOrEqual(n + ROUNDS);
      }
    });
    expect(JSON.parse(readFileSync(join(dataDir, 'data', 'embedded-mongo.lock'), 'utf8'))).toMatchObject({
      pid: child.pid,
    });
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    expect(await findRunningOwner(join(dataDir, 'data'))).toBeNull();
  });
});
