import mongoose, { type mongo } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bulkError } from '../testing/bulk-error.js';
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
let loose: mongo.Collection;

beforeAll(async () => {
  temporary = await startTemporary();
});
afterAll(() => temporary.stop());
beforeEach(async () => {
  await temporary.db.dropDatabase();
  items = temporary.db.collection('items');
  loose = temporary.db.collection('items');
});

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
    const failures = [error.writeErrors].flat();
    expect(failures.map(({ index, code }) => ({ index, code }))).toEqual([
      { index: 0, code: 11000 },
      { index: 1, code: 11000 },
      { index: 3, code: 11000 },
    ]);
    expect(await items.distinct('_id')).toEqual([1, 3, 5]);
  });

  it('names the key pattern and the value of a duplicate', async () => {
    await items.createIndex({ 'a.b': 1, c: -1 }, { unique: true });
    await loose.insertOne({ a: { b: 'x' }, c: 1 });
    await expect(loose.insertOne({ a: { b: 'x' }, c: 1 })).rejects.toMatchObject({
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
    { what: 'an operator within _id', doc: { _id: { $a: 1 } }, code: 52 },
    { what: 'an _id longer than a key', doc: { _id: 'x'.repeat(2000) }, code: 17280 },
  ])('refuses $what', async ({ doc, code }) => {
    await expect(items.insertOne(doc as unknown as Row)).rejects.toMatchObject({ code });
    expect(await items.countDocuments()).toBe(0);
  });

  it('refuses an indexed value longer than a key and leaves nothing behind', async () => {
    await items.createIndex({ a: 1 });
    await items.createIndex({ b: 1 });
    await expect(loose.insertOne({ a: 1, b: 'x'.repeat(4000) })).rejects.toMatchObject({ code: 17280 });
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
