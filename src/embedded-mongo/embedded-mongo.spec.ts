import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import mongoose, { type mongo } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workerFile } from '../lib/worker-file.js';
import { DataDirectoryInUse, findRunningOwner, startEmbeddedMongo } from './embedded-mongo.js';
import { openEngine } from './commands/engine.js';
import { indexKeysOf } from './storage/index-keys.js';
import { documentKeyOf } from './storage/document-store.js';
import { numberPrefix, prefixRange, scan } from './storage/environment.js';
import { KeyWriter } from './keys/key-writer.js';
import { temporaryDirectory } from './testing/temporary-server.js';

/** The whole thing as it runs in production: built files, worker threads, processes that die. */

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

describe(startEmbeddedMongo.name, () => {
  it('starts, serves, stops and keeps what was stored', async () => {
    for (const round of [1, 2, 3]) {
      const { uri, stop } = await startEmbeddedMongo({ dataDir });
      await withClient(uri, async (db) => {
        await db.collection<{ _id: number }>('rounds').insertOne({ _id: round });
        expect(await db.collection('rounds').countDocuments()).toBe(round);
      });
      await stop();
    }
  });

  it('refuses a directory in use, and a port in use, in words', async () => {
    const first = await startEmbeddedMongo({ dataDir });
    expect(await findRunningOwner(dataDir)).toEqual({ pid: process.pid, uri: first.uri });
    await expect(startEmbeddedMongo({ dataDir })).rejects.toBeInstanceOf(DataDirectoryInUse);
    await expect(startEmbeddedMongo({ dataDir })).rejects.toMatchObject({ pid: process.pid, uri: first.uri });
    const port = Number(new URL(first.uri).port);
    await expect(startEmbeddedMongo({ dataDir: join(dataDir, 'other'), port })).rejects.toThrow(/EADDRINUSE/);
    await first.stop();
    expect(await findRunningOwner(dataDir)).toBeNull();
  });

  it("shows the reader's thread every acknowledged write at once", async () => {
    const { uri, stop } = await startEmbeddedMongo({ dataDir });
    await withClient(uri, async (db) => {
      const items = db.collection<{ _id: number; group: number }>('items');
      await items.insertMany(Array.from({ length: 3000 }, (_, i) => ({ _id: i, group: i % 7 })));
      for (let n = 3000; n < 3200; n++) {
        await items.insertOne({ _id: n, group: n % 7 });
        const [found] = await items.aggregate<{ n: number }>([{ $group: { _id: null, n: { $sum: 1 } } }]).toArray();
        const counted = await items.countDocuments({ group: { $gte: 0 } });
        expect([found?.n, counted]).toEqual([n + 1, n + 1]);
      }
      const fresh = db.collection<{ _id: number; group: number }>('fresh');
      await fresh.createIndex({ group: 1 });
      await fresh.insertMany(Array.from({ length: 3000 }, (_, i) => ({ _id: i, group: i % 7 })));
      expect(await fresh.aggregate([{ $match: { group: 3 } }, { $count: 'n' }]).toArray()).toEqual([{ n: 429 }]);
      await fresh.drop();
      expect(await fresh.aggregate([{ $count: 'n' }]).toArray()).toEqual([]);
    });
    await stop();
  });

  it('serves cursors of both threads side by side', async () => {
    const { uri, stop } = await startEmbeddedMongo({ dataDir });
    await withClient(uri, async (db) => {
      const items = db.collection<{ _id: number; n: number }>('items');
      await items.insertMany(Array.from({ length: 5000 }, (_, i) => ({ _id: i, n: -1 - i })));
      const scanned = items.find({ n: { $lte: 0 } }, { batchSize: 100 });
      const keyed = items.find({}, { batchSize: 100 });
      const grouped = items.aggregate<{ _id: number }>([{ $group: { _id: '$n' } }, { $sort: { _id: -1 } }], {
        batchSize: 100,
      });
      for (let i = 0; i < 5000; i++) {
        const [a, b, c] = [await scanned.next(), await keyed.next(), await grouped.next()];
        expect([a?._id, b?._id, c?._id]).toEqual([i, i, -1 - i]);
      }
      expect([await scanned.next(), await keyed.next(), await grouped.next()]).toEqual([null, null, null]);
      const left = items.find({ n: { $lte: 0 } }, { batchSize: 10 });
      await left.next();
      await left.close();
      await expect(items.aggregate([{ $group: { _id: 1, n: { $nope: 1 } } }]).toArray()).rejects.toThrow(/MONGO_URI/);
    });
    await stop();
  });

  it('goes on writing while a long aggregate runs', async () => {
    const { uri, stop } = await startEmbeddedMongo({ dataDir });
    await withClient(uri, async (db) => {
      const items = db.collection<{ _id: number; n: number }>('items');
      await items.insertMany(Array.from({ length: 30_000 }, (_, i) => ({ _id: i, n: i })));
      const order: string[] = [];
      const slow = items
        .aggregate([{ $group: { _id: { $mod: ['$n', 1000] }, n: { $sum: { $add: ['$n', 1] } } } }])
        .toArray()
        .then(() => order.push('aggregate'));
      for (let i = 0; i < 5; i++) await items.updateOne({ _id: i }, { $set: { touched: true } });
      order.push('writes');
      await slow;
      expect(order).toEqual(['writes', 'aggregate']);
    });
    await stop();
  });
});

const ROUNDS = 6;
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
  await Promise.allSettled([insert(1), insert(2), count('a'), count('b'), relabel()]);
  await client.close();
}

/** Every document is in every index, and every entry has its document. */
function findDisagreements(): string[] {
  const engine = openEngine({ dataDir: join(dataDir, 'data'), cursorParity: 1 });
  const wrong: string[] = [];
  const writer = new KeyWriter();
  for (const collection of engine.catalogue.list()) {
    for (const index of collection.indexes) {
      const expected = new Set<string>();
      for (const { key, value } of scan(engine.env.documents, prefixRange(numberPrefix(collection.id)))) {
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
    const ledger: Ledger = { inserted: new Set(), counters: new Map() };
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
