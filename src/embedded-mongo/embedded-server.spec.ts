import { rmSync } from 'node:fs';
import mongoose from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedServer } from './embedded-server.js';
import { addressOf } from './server/address.js';
import { startTemporary, temporaryDirectory } from './testing/temporary-server.js';

interface Row {
  _id: string;
  n: number;
}

let dataDir: string;

beforeEach(() => {
  dataDir = temporaryDirectory();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function withServer<R>(run: (uri: string) => Promise<R>, port?: number): Promise<R> {
  const server = await EmbeddedServer.start({ dataDir, ...(port === undefined ? {} : { port }) });
  try {
    return await run(server.uri);
  } finally {
    await server.stop();
  }
}

describe(EmbeddedServer.name, () => {
  it('keeps documents, indexes and their options over a restart', async () => {
    await withServer(async (uri) => {
      const client = new mongoose.mongo.MongoClient(uri);
      const rows = client.db('app').collection<Row>('rows');
      await rows.createIndexes([{ key: { n: -1 }, unique: true, sparse: true, name: 'mine' }]);
      await rows.insertMany(Array.from({ length: 500 }, (_, n) => ({ _id: `id${n}`, n })));
      await client.close();
    });
    await withServer(async (uri) => {
      const client = new mongoose.mongo.MongoClient(uri);
      const rows = client.db('app').collection<Row>('rows');
      expect(await rows.indexes()).toContainEqual({ v: 2, key: { n: -1 }, name: 'mine', unique: true, sparse: true });
      expect((await rows.find().sort({ n: -1 }).limit(2).toArray()).map(({ n }) => n)).toEqual([499, 498]);
      await expect(rows.insertOne({ _id: 'other', n: 5 })).rejects.toMatchObject({ code: 11000 });
      await client.close();
    });
  });

  it('stops under load without losing what it acknowledged or half storing a batch', async () => {
    const acknowledged = await withServer(async (uri) => {
      const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 200, retryReads: false });
      const rows = client.db('app').collection<Row>('rows');
      await rows.createIndex({ n: 1 });
      const done: string[] = [];
      const batches = Array.from({ length: 60 }, async (_, batch) => {
        const docs = Array.from({ length: 20 }, (_unused, n) => ({ _id: `${batch}-${n}`, n: batch }));
        await rows.insertMany(docs);
        done.push(...docs.map(({ _id }) => _id));
      });
      await Promise.race(batches);
      return { done, batches, client };
    });
    await Promise.allSettled(acknowledged.batches);
    await acknowledged.client.close();
    await withServer(async (uri) => {
      const client = new mongoose.mongo.MongoClient(uri);
      const rows = client.db('app').collection<Row>('rows');
      const stored = new Set(await rows.distinct('_id'));
      expect(acknowledged.done.filter((id) => !stored.has(id))).toEqual([]);
      const torn = await rows
        .aggregate([{ $group: { _id: '$n', c: { $sum: 1 } } }, { $match: { c: { $ne: 20 } } }])
        .toArray();
      expect(torn).toEqual([]);
      expect(await rows.countDocuments({ n: { $gte: 0 } }, { hint: 'n_1' })).toBe(stored.size);
      await client.close();
    });
  });

  it('listens on a socket in its directory, or on loopback only', async () => {
    await withServer(async (uri) =>
      expect(addressOf(uri)?.connect).toMatchObject({ path: expect.stringMatching(/^\/.*\.sock$/) }),
    );
    await withServer(async (uri) => expect(new URL(uri).hostname).toBe('127.0.0.1'), 0);
  });

  it('serves many clients at once, each in its own order', async () => {
    const temporary = await startTemporary();
    try {
      const clients = Array.from({ length: 20 }, () => new mongoose.mongo.MongoClient(temporary.server.uri));
      await Promise.all(
        clients.map(async (client, who) => {
          const rows = client.db('app').collection<Row>('rows');
          for (let n = 0; n < 20; n++) {
            await rows.updateOne({ _id: `c${who}` }, { $set: { n } }, { upsert: true });
            expect(await rows.findOne({ _id: `c${who}` })).toEqual({ _id: `c${who}`, n });
          }
          await client.close();
        }),
      );
      expect(await temporary.client.db('app').collection('rows').countDocuments({ n: 19 })).toBe(20);
    } finally {
      await temporary.stop();
    }
  });
});
