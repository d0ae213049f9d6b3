import mongoose, { type mongo } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

const { Long, Double, Int32, Decimal128, Binary, ObjectId, Timestamp, BSON } = mongoose.mongo;

interface Row {
  _id: string | number | mongo.ObjectId;
  n?: number;
  times?: number;
  more?: number;
  group?: string;
  code?: string;
  key?: string;
  riskLabel?: string;
  fill?: string;
  made?: boolean;
  other?: boolean;
  a?: unknown;
  b?: string;
  c?: number;
}

let temporary: TemporaryServer;
let items: mongo.Collection<Row>;

beforeAll(async () => {
  temporary = await startTemporary();
});
afterAll(() => temporary.stop());
beforeEach(async () => {
  await temporary.db.dropDatabase();
  items = temporary.db.collection('items');
});

async function bulkError(run: Promise<unknown>): Promise<mongo.MongoBulkWriteError> {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof mongoose.mongo.MongoBulkWriteError) return error;
  throw new Error(`Expected a bulk write error, got ${String(error)}`);
}

describe('insert', () => {
  it('stores documents and gives back every BSON type as it came', async () => {
    const doc = {
      _id: 'types',
      double: new Double(3),
      int: new Int32(3),
      long: Long.fromString('9007199254740993'),
      decimal: Decimal128.fromString('1.10'),
      binary: new Binary(Buffer.from([1, 2]), 5),
      id: new ObjectId('0123456789abcdef01234567'),
      date: new Date(1700000000000),
      timestamp: new Timestamp({ t: 1, i: 2 }),
      nested: { list: [1, 'a', null, { deep: true }] },
      pattern: /a+/i,
    };
    await items.insertOne(doc);
    const found = await items.findOne({ _id: 'types' }, { promoteValues: false, promoteBuffers: false });
    expect(BSON.EJSON.stringify(found ?? {}, { relaxed: false })).toBe(BSON.EJSON.stringify(doc, { relaxed: false }));
  });

  it('makes an _id where none is given and puts it first', async () => {
    await temporary.db.command({ insert: 'items', documents: [{ a: 1 }, { b: 1, _id: 5 }] });
    const found = await items.find().sort({ a: -1 }).toArray();
    expect(found.map((doc) => Object.keys(doc))).toEqual([
      ['_id', 'a'],
      ['_id', 'b'],
    ]);
    expect(found[0]?._id).toBeInstanceOf(ObjectId);
  });

  it('goes on after a duplicate when unordered, and says which documents failed', async () => {
    await items.createIndex({ code: 1 }, { unique: true });
    await items.insertOne({ _id: 1, code: 'a' });
    const docs = [
      { _id: 1, code: 'b' },
      { _id: 2, code: 'a' },
      { _id: 3, code: 'c' },
      { _id: 4, code: 'c' },
      { _id: 5, code: 'd' },
    ];
    const error = await bulkError(items.insertMany(docs, { ordered: false }));
    expect(error.code).toBe(11000);
    expect(error.result.insertedCount).toBe(2);
    const failures = [error.writeErrors].flat() as mongo.WriteError[];
    expect(failures.map(({ index, code }) => ({ index, code }))).toEqual([
      { index: 0, code: 11000 },
      { index: 1, code: 11000 },
      { index: 3, code: 11000 },
    ]);
    expect(await items.distinct('_id')).toEqual([1, 3, 5]);
  });

  it('names the key pattern and the value of a duplicate', async () => {
    await items.createIndex({ 'a.b': 1, c: -1 }, { unique: true });
    await items.insertOne({ a: { b: 'x' }, c: 1 });
    await expect(items.insertOne({ a: { b: 'x' }, c: 1 })).rejects.toMatchObject({
      code: 11000,
      message: expect.stringContaining('index: a.b_1_c_-1 dup key: { a.b: "x", c: 1 }') as string,
      keyPattern: { 'a.b': 1, c: -1 },
      keyValue: { 'a.b': 'x', c: 1 },
    });
  });

  it('stops at the first duplicate when ordered', async () => {
    const error = await bulkError(items.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }]));
    expect(error.result.insertedCount).toBe(1);
    expect(await items.countDocuments()).toBe(1);
  });

  it.each([
    { what: 'an array as _id', doc: { _id: [1] }, code: 53 },
    { what: 'a pattern as _id', doc: { _id: /a/ }, code: 53 },
    { what: 'an _id longer than a key', doc: { _id: 'x'.repeat(2000) }, code: 17280 },
  ])('refuses $what', async ({ doc, code }) => {
    await expect(items.insertOne(doc as unknown as Row)).rejects.toMatchObject({ code });
    expect(await items.countDocuments()).toBe(0);
  });

  it('refuses an indexed value longer than a key and leaves nothing behind', async () => {
    await items.createIndex({ a: 1 });
    await items.createIndex({ b: 1 });
    await expect(items.insertOne({ a: 1, b: 'x'.repeat(4000) })).rejects.toMatchObject({ code: 17280 });
    expect(await items.countDocuments({ a: 1 }, { hint: 'a_1' })).toBe(0);
    expect(await items.countDocuments()).toBe(0);
  });

  it('takes a document of nearly 16 MiB and refuses a larger one', async () => {
    const limit = 16 * 1024 * 1024;
    const docOf = (bytes: number): Buffer => {
      const empty = BSON.calculateObjectSize({ _id: 1, fill: '' });
      return Buffer.from(BSON.serialize({ _id: 1, fill: 'x'.repeat(bytes - empty) }));
    };
    await items.insertOne(BSON.deserialize(docOf(limit)) as Row);
    expect((await items.findOne({ _id: 1 }))?.fill).toHaveLength(
      limit - BSON.calculateObjectSize({ _id: 1, fill: '' }),
    );
    const reply = await temporary.db.command({ insert: 'items', documents: [BSON.deserialize(docOf(limit + 1))] });
    expect(reply).toMatchObject({ n: 0, writeErrors: [{ index: 0, code: 10334 }] });
    expect(await items.countDocuments()).toBe(1);
  });

  it('takes a message of about 45 MB', async () => {
    const docs = Array.from({ length: 45 }, (_, i) => ({ _id: i, fill: 'x'.repeat(1_000_000) }));
    expect((await items.insertMany(docs)).insertedCount).toBe(45);
    expect((await items.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id)).toEqual(docs.map(({ _id }) => _id));
  });

  it('stores without answering when asked to (w: 0)', async () => {
    const quiet = temporary.db.collection('items', { writeConcern: { w: 0 } });
    expect((await quiet.insertOne({ a: 1 })).acknowledged).toBe(false);
    await expect.poll(() => items.countDocuments()).toBe(1);
  });
});

describe('update', () => {
  beforeEach(() => items.insertMany([1, 2, 3].map((n) => ({ _id: n, n, group: n < 3 ? 'low' : 'high' }))));

  it.each([
    { does: 'changes one', filter: { group: 'low' }, update: { $set: { n: 9 } }, many: false, matched: 1, modified: 1 },
    { does: 'changes many', filter: { group: 'low' }, update: { $inc: { n: 1 } }, many: true, matched: 2, modified: 2 },
    {
      does: 'matches without changing',
      filter: { _id: 1 },
      update: { $set: { n: 1 } },
      many: false,
      matched: 1,
      modified: 0,
    },
    { does: 'counts only what changed', filter: {}, update: { $max: { n: 2 } }, many: true, matched: 3, modified: 1 },
    { does: 'matches nothing', filter: { _id: 7 }, update: { $set: { n: 1 } }, many: false, matched: 0, modified: 0 },
  ])('$does', async ({ filter, update, many, matched, modified }) => {
    const result = many
      ? await items.updateMany(filter as mongo.Filter<Row>, update as mongo.UpdateFilter<Row>)
      : await items.updateOne(filter as mongo.Filter<Row>, update as mongo.UpdateFilter<Row>);
    expect(result).toMatchObject({
      matchedCount: matched,
      modifiedCount: modified,
      upsertedCount: 0,
      upsertedId: null,
    });
  });

  it('moves a document within the index that finds it, only once', async () => {
    await items.createIndex({ n: 1 });
    await items.updateMany({ n: { $gte: 1 } }, { $inc: { n: 10 } }, { hint: 'n_1' });
    expect(await items.distinct('n')).toEqual([11, 12, 13]);
    expect(await items.countDocuments({ n: { $gte: 1, $lt: 10 } }, { hint: 'n_1' })).toBe(0);
  });

  it('replaces a document and keeps its _id', async () => {
    await items.replaceOne({ _id: 1 }, { other: true });
    expect(await items.findOne({ _id: 1 })).toEqual({ _id: 1, other: true });
  });

  it('reports upserts by their place in the batch', async () => {
    const result = await items.bulkWrite([
      { updateOne: { filter: { _id: 1 }, update: { $set: { n: 5 } }, upsert: true } },
      { updateOne: { filter: { _id: 8 }, update: { $setOnInsert: { n: 1 }, $inc: { times: 1 } }, upsert: true } },
      { updateOne: { filter: { _id: 8 }, update: { $setOnInsert: { n: 1 }, $inc: { times: 1 } }, upsert: true } },
      { replaceOne: { filter: { _id: 9 }, replacement: { n: 2 }, upsert: true } },
    ]);
    expect(result).toMatchObject({ matchedCount: 2, modifiedCount: 2, upsertedCount: 2, upsertedIds: { 1: 8, 3: 9 } });
    expect(await items.findOne({ _id: 8 })).toEqual({ _id: 8, n: 1, times: 2 });
  });

  it('refuses an update into a duplicate and leaves the document and its indexes as they were', async () => {
    await items.createIndex({ n: 1 }, { unique: true });
    await items.createIndex({ group: 1 });
    await expect(items.updateOne({ _id: 1 }, { $set: { n: 2, group: 'x' } })).rejects.toMatchObject({ code: 11000 });
    expect(await items.findOne({ _id: 1 })).toEqual({ _id: 1, n: 1, group: 'low' });
    expect(await items.countDocuments({ group: 'x' }, { hint: 'group_1' })).toBe(0);
    expect(await items.countDocuments({ group: 'low' }, { hint: 'group_1' })).toBe(2);
  });

  it('lets a document keep its own unique value', async () => {
    await items.createIndex({ n: 1 }, { unique: true });
    expect((await items.updateOne({ _id: 1 }, { $set: { n: 1, more: 1 } })).modifiedCount).toBe(1);
    expect((await items.replaceOne({ _id: 1 }, { n: 1 })).modifiedCount).toBe(1);
  });

  it('makes one document of many equal upserts at the same time', async () => {
    await items.createIndex({ key: 1 }, { unique: true, sparse: true });
    const upserts = Array.from({ length: 60 }, () =>
      items.updateOne({ key: 'k' }, { $inc: { times: 1 }, $setOnInsert: { made: true } }, { upsert: true }),
    );
    const results = await Promise.all(upserts);
    expect(results.filter(({ upsertedCount }) => upsertedCount === 1)).toHaveLength(1);
    expect(await items.find({ key: 'k' }).toArray()).toMatchObject([{ times: 60, made: true }]);
  });

  it('loses no increment of many at the same time', async () => {
    await Promise.all(Array.from({ length: 100 }, () => items.updateOne({ _id: 1 }, { $inc: { n: 1 } })));
    expect(await items.findOne({ _id: 1 })).toMatchObject({ n: 101 });
  });

  it('runs the label update that the stores use', async () => {
    const label = (risk: string) =>
      items.bulkWrite(
        [1, 2, 7].map((_id) => ({
          updateOne: {
            filter: { _id, group: 'low', riskLabel: { $exists: false } },
            update: { $set: { riskLabel: risk } },
          },
        })),
        { ordered: false },
      );
    expect(await label('high')).toMatchObject({ matchedCount: 2, modifiedCount: 2 });
    expect(await label('low')).toMatchObject({ matchedCount: 0, modifiedCount: 0 });
    expect(await items.distinct('riskLabel')).toEqual(['high']);
  });

  it('goes on after a failing statement when unordered', async () => {
    const error = await bulkError(
      items.bulkWrite(
        [
          { updateOne: { filter: { _id: 1 }, update: { $inc: { group: 1 } } } },
          { updateOne: { filter: { _id: 2 }, update: { $set: { n: 5 } } } },
        ],
        { ordered: false },
      ),
    );
    expect([error.writeErrors].flat()).toMatchObject([{ index: 0, code: 14 }]);
    expect(await items.findOne({ _id: 2 })).toMatchObject({ n: 5 });
  });
});

describe('delete', () => {
  beforeEach(async () => {
    await items.createIndex({ n: 1 });
    await items.insertMany(Array.from({ length: 50 }, (_, n) => ({ _id: n, n })));
  });

  it.each([
    { does: 'deletes one', run: () => items.deleteOne({ n: { $gte: 10 } }), deleted: 1 },
    { does: 'deletes a range', run: () => items.deleteMany({ n: { $gte: 10, $lt: 30 } }), deleted: 20 },
    { does: 'deletes nothing', run: () => items.deleteMany({ n: 99 }), deleted: 0 },
    { does: 'deletes all', run: () => items.deleteMany({}), deleted: 50 },
  ])('$does, from the indexes too', async ({ run, deleted }) => {
    expect((await run()).deletedCount).toBe(deleted);
    expect(await items.countDocuments({})).toBe(50 - deleted);
    expect(await items.countDocuments({ n: { $gte: -1 } }, { hint: 'n_1' })).toBe(50 - deleted);
  });

  it('deletes from a collection that is not there', async () => {
    expect((await temporary.db.collection('none').deleteMany({})).deletedCount).toBe(0);
  });
});
