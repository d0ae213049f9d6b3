import { rmSync } from 'node:fs';
import { join } from 'node:path';
import mongoose, { type mongo } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedMongo } from './embedded-mongo.js';
import { DataDirectoryInUse, findRunningOwner } from './lock-file.js';
import { temporaryDirectory } from './testing/temporary-server.js';

/** The whole thing as it runs in production: built files and worker threads. */

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
      const running = await startEmbeddedMongo({ dataDir });
      await withClient(running.uri, async (db) => {
        await db.collection<{ _id: number }>('rounds').insertOne({ _id: round });
        expect(await db.collection('rounds').countDocuments()).toBe(round);
      });
      await running.stop();
    }
  });

  it('refuses a directory in use, and a port in use, in words', async () => {
    const first = await startEmbeddedMongo({ dataDir, port: 0 });
    expect(await findRunningOwner(dataDir)).toEqual({ pid: process.pid, uri: first.uri });
    await expect(startEmbeddedMongo({ dataDir })).rejects.toBeInstanceOf(DataDirectoryInUse);
    await expect(startEmbeddedMongo({ dataDir })).rejects.toMatchObject({ pid: process.pid, uri: first.uri });
    const port = Number(new URL(first.uri).port);
    await expect(startEmbeddedMongo({ dataDir: join(dataDir, 'other'), port })).rejects.toThrow(/EADDRINUSE/);
    await first.stop();
    expect(await findRunningOwner(dataDir)).toBeNull();
  });

  it("shows the reader's thread every acknowledged write at once", async () => {
    const running = await startEmbeddedMongo({ dataDir });
    await withClient(running.uri, async (db) => {
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
    await running.stop();
  });

  it('serves cursors of both threads side by side', async () => {
    const running = await startEmbeddedMongo({ dataDir });
    await withClient(running.uri, async (db) => {
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
    await running.stop();
  });

  it('goes on writing while a long aggregate runs', async () => {
    const running = await startEmbeddedMongo({ dataDir });
    await withClient(running.uri, async (db) => {
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
    await running.stop();
  });
});
