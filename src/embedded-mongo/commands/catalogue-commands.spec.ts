import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

let temporary: TemporaryServer;

beforeAll(async () => {
  temporary = await startTemporary();
});
afterAll(() => temporary.stop());

describe('collections and databases', () => {
  it('lists what was made, by database', async () => {
    const db = temporary.client.db('one');
    await db.createCollection('empty');
    await db.collection('with.dots').insertOne({ a: 1 });
    await temporary.client.db('two').collection('other').insertOne({ a: 1 });
    expect((await db.listCollections().toArray()).map(({ name }) => name)).toEqual(['empty', 'with.dots']);
    expect(await db.listCollections({ name: 'empty' }, { nameOnly: true }).toArray()).toEqual([
      { name: 'empty', type: 'collection' },
    ]);
    const { databases } = await temporary.client.db().admin().listDatabases({ nameOnly: true });
    expect(databases.map(({ name }) => name)).toEqual(expect.arrayContaining(['one', 'two']));
    const filtered = await temporary.client
      .db()
      .admin()
      .listDatabases({ nameOnly: true, filter: { name: /^o/ } });
    expect(filtered.databases).toEqual([{ name: 'one' }]);
  });

  it('keeps databases and collections with similar names apart', async () => {
    const names = [
      ['x', 'y.z'],
      ['x', 'y'],
      ['xy', 'y'],
      ['x', 'yy'],
    ] as const;
    for (const [db, name] of names)
      await temporary.client
        .db(db)
        .collection(name)
        .insertOne({ is: `${db}/${name}` });
    for (const [db, name] of names) {
      expect(await temporary.client.db(db).collection(name).distinct('is')).toEqual([`${db}/${name}`]);
    }
  });

  it('drops a collection with its indexes; one of the same name starts empty', async () => {
    const items = temporary.db.collection('dropped');
    await items.createIndex({ a: 1 }, { unique: true });
    await items.insertMany([{ a: 1 }, { a: 2 }]);
    await items.drop();
    expect(await items.countDocuments()).toBe(0);
    await items.insertOne({ a: 1 });
    expect((await items.indexes()).map(({ name }) => name as string)).toEqual(['_id_']);
    expect(await items.find({ a: 1 }).toArray()).toHaveLength(1);
  });

  it('answers for a collection that is not there as MongoDB does', async () => {
    await expect(temporary.db.command({ drop: 'never' })).rejects.toMatchObject({ code: 26 });
    await temporary.db.createCollection('there');
    await expect(temporary.db.command({ create: 'there' })).rejects.toMatchObject({ code: 48 });
    await expect(temporary.db.command({ create: 'capped', capped: true, size: 100 })).rejects.toMatchObject({
      code: 115,
    });
  });

  it('drops a database and leaves the others', async () => {
    const db = temporary.client.db('gone');
    await db.collection('a').insertOne({ a: 1 });
    await temporary.client.db('gone2').collection('a').insertOne({ a: 1 });
    await db.dropDatabase();
    expect(await db.listCollections().toArray()).toEqual([]);
    expect(await temporary.client.db('gone2').collection('a').countDocuments()).toBe(1);
  });
});

describe('everything that is not here', () => {
  it.each([
    { what: 'an unknown command', command: { mapReduce: 'items' }, code: 59 },
    { what: 'explain', command: { explain: { find: 'items' } }, code: 59 },
    { what: 'a collation', command: { find: 'items', collation: { locale: 'de' } }, code: 115 },
    { what: 'a tailable cursor', command: { find: 'items', tailable: true }, code: 115 },
    { what: 'bounds by key', command: { find: 'items', min: { a: 1 } }, code: 115 },
    { what: 'a snapshot', command: { find: 'items', readConcern: { level: 'snapshot' } }, code: 115 },
    { what: 'two copies', command: { insert: 'items', documents: [{}], writeConcern: { w: 2 } }, code: 2 },
    { what: 'a tagged write', command: { insert: 'items', documents: [{}], writeConcern: { w: 'dc' } }, code: 115 },
    { what: 'an option of the future', command: { insert: 'items', documents: [{}], sparkle: 1 }, code: 115 },
    {
      what: 'a collation of one statement',
      command: { update: 'items', updates: [{ q: {}, u: { $set: { a: 1 } }, collation: { locale: 'de' } }] },
      code: 115,
    },
    { what: 'a bad name', command: { find: 'a$b' }, code: 73 },
    { what: 'no name', command: { find: '' }, code: 73 },
    { what: 'a negative limit', command: { find: 'items', limit: -1 }, code: 51024 },
    { what: 'text as a limit', command: { find: 'items', limit: 'x' }, code: 14 },
    { what: 'no documents', command: { insert: 'items', documents: [] }, code: 16 },
    { what: 'documents that are none', command: { insert: 'items', documents: [1] }, code: 14 },
    { what: 'missing documents', command: { insert: 'items' }, code: 40414 },
    { what: 'a filter that is none', command: { find: 'items', filter: 1 }, code: 14 },
    { what: 'an unknown hint', command: { find: 'items', hint: 'nope' }, code: 2 },
  ])('refuses $what', async ({ command, code }) => {
    await temporary.db.collection('items').insertOne({});
    const reply = await temporary.db.command(command).then(
      (answer) => (answer['writeErrors'] as { code: number }[])[0]?.code,
      (error: unknown) => (error as { code: number }).code,
    );
    expect(reply).toBe(code);
  });

  it('refuses transactions and change streams', async () => {
    const session = temporary.client.startSession();
    session.startTransaction();
    await expect(temporary.db.collection('items').insertOne({}, { session })).rejects.toThrow(/ransaction/);
    await session.endSession();
    await expect(temporary.db.collection('items').watch().next()).rejects.toThrow(/MONGO_URI/);
  });
});

describe('what drivers send by default or by habit', () => {
  it.each([
    {
      what: 'majority',
      options: { writeConcern: { w: 'majority', j: true, wtimeoutMS: 1000 }, readConcern: { level: 'majority' } },
    },
    { what: 'secondaries', options: { readPreference: 'secondaryPreferred' } },
    { what: 'retries', options: { retryWrites: true, retryReads: true } },
    { what: 'no retries and small pools', options: { retryWrites: false, maxPoolSize: 1 } },
    { what: 'a stable API', options: { serverApi: { version: '1' } } },
  ] as const)('accepts $what', async ({ options }) => {
    const client = new mongoose.mongo.MongoClient(temporary.server.uri, options);
    try {
      const items = client.db('options').collection<{ _id: string; n: number }>('items');
      const session = client.startSession();
      await items.updateOne(
        { _id: 'x' },
        { $inc: { n: 1 } },
        { upsert: true, session, comment: 'why', maxTimeMS: 1000, hint: '_id_' },
      );
      expect(await items.find({}, { session, comment: 'why', allowDiskUse: true }).toArray()).toHaveLength(1);
      await session.endSession();
      expect(await client.db().admin().ping()).toMatchObject({ ok: 1 });
      expect(await client.db().admin().buildInfo()).toMatchObject({ version: '7.0.0' });
    } finally {
      await client.close();
    }
  });

  it("tells the server's own time", async () => {
    const nowMs = 1_600_000_000_000;
    const other = await startTemporary({ now: () => nowMs });
    try {
      expect(await other.db.command({ hello: 1 })).toMatchObject({
        isWritablePrimary: true,
        localTime: new Date(nowMs),
        maxWireVersion: 21,
      });
    } finally {
      await other.stop();
    }
  });
});
