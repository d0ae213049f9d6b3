import type { mongo } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

let temporary: TemporaryServer;
let items: mongo.Collection;

beforeAll(async () => {
  temporary = await startTemporary();
});
afterAll(() => temporary.stop());
beforeEach(async () => {
  await temporary.db.dropDatabase();
  items = temporary.db.collection('items');
});

describe('createIndexes', () => {
  it('describes indexes as they were asked for', async () => {
    await items.createIndexes([
      { key: { a: 1, b: -1 } },
      { key: { c: 1 }, unique: true, sparse: true, name: 'mine' },
      { key: { at: 1 }, expireAfterSeconds: 60 },
    ]);
    expect(await items.indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { a: 1, b: -1 }, name: 'a_1_b_-1' },
      { v: 2, key: { c: 1 }, name: 'mine', unique: true, sparse: true },
      { v: 2, key: { at: 1 }, name: 'at_1', expireAfterSeconds: 60 },
    ]);
  });

  it('builds over what is there', async () => {
    await items.insertMany(Array.from({ length: 3000 }, (_, n) => ({ n: n % 100 })));
    await items.createIndex({ n: 1 });
    expect(await items.countDocuments({ n: 42 }, { hint: 'n_1' })).toBe(30);
  });

  it('builds nothing where a duplicate is found half way', async () => {
    await items.insertMany([
      { a: 1, b: 1 },
      { a: 2, b: 1 },
      { a: 3, b: 2 },
    ]);
    await expect(items.createIndexes([{ key: { a: 1 } }, { key: { b: 1 }, unique: true }])).rejects.toMatchObject({
      code: 11000,
    });
    expect((await items.indexes()).map(({ name }) => name as string)).toEqual(['_id_']);
    expect(await items.countDocuments({ a: 1 })).toBe(1);
    await items.insertOne({ a: 1, b: 1 });
    expect(await items.countDocuments({ b: 1 })).toBe(3);
  });

  it('does nothing the second time', async () => {
    await items.createIndex({ a: 1 }, { unique: true });
    expect(
      await temporary.db.command({ createIndexes: 'items', indexes: [{ key: { a: 1 }, name: 'a_1', unique: true }] }),
    ).toMatchObject({
      numIndexesBefore: 2,
      numIndexesAfter: 2,
      note: 'all indexes already exist',
    });
  });

  it.each([
    { what: 'other options under the same name', key: { a: 1 } as const, options: { unique: true }, code: 86 },
    { what: 'another key under the same name', key: { b: 1 } as const, options: { name: 'a_1' }, code: 86 },
    { what: 'the same key under another name', key: { a: 1 } as const, options: { name: 'other' }, code: 85 },
    { what: 'no direction', key: { a: 5 } as unknown as { a: 1 }, options: {}, code: 67 },
    { what: 'a TTL over two fields', key: { b: 1, c: 1 } as const, options: { expireAfterSeconds: 1 }, code: 67 },
    { what: 'a negative TTL', key: { b: 1 } as const, options: { expireAfterSeconds: -1 }, code: 67 },
    { what: 'a text index', key: { b: 'text' } as const, options: {}, code: 9 },
    { what: 'a geo index', key: { b: '2dsphere' } as const, options: {}, code: 9 },
    { what: 'a hashed index', key: { b: 'hashed' } as const, options: {}, code: 9 },
    { what: 'a wildcard index', key: { '$**': 1 } as const, options: {}, code: 9 },
    { what: 'a partial index', key: { b: 1 } as const, options: { partialFilterExpression: { b: 1 } }, code: 9 },
    { what: 'a collation', key: { b: 1 } as const, options: { collation: { locale: 'de' } }, code: 9 },
    { what: 'a hidden index', key: { b: 1 } as const, options: { hidden: true }, code: 9 },
  ])('refuses $what', async ({ key, options, code }) => {
    await items.createIndex({ a: 1 });
    await expect(items.createIndex(key as mongo.IndexSpecification, options)).rejects.toMatchObject({ code });
  });

  it('lets any number of documents lack a sparse unique field, and only one a plain unique field', async () => {
    await items.createIndex({ trace: 1 }, { unique: true, sparse: true });
    await items.insertMany([{}, {}, { trace: 'a' }]);
    await expect(items.insertOne({ trace: 'a' })).rejects.toMatchObject({ code: 11000 });
    await items.insertOne({ trace: null });
    await expect(items.insertOne({ trace: null })).rejects.toMatchObject({ code: 11000 });
    const plain = temporary.db.collection('plain');
    await plain.createIndex({ trace: 1 }, { unique: true });
    await plain.insertOne({});
    await expect(plain.insertOne({})).rejects.toMatchObject({ code: 11000 });
  });

  it('compares unique values over numeric types', async () => {
    await items.createIndex({ n: 1 }, { unique: true });
    await items.insertOne({ n: 1 });
    const reply = await temporary.db.command({ insert: 'items', documents: [{ n: 1.0 }] });
    expect(reply).toMatchObject({ n: 0, writeErrors: [{ code: 11000 }] });
  });

  it('indexes arrays by element, and a unique one within other documents only', async () => {
    await items.createIndex({ tags: 1 }, { unique: true });
    await items.insertOne({ _id: 1 as never, tags: ['a', 'b', 'a'] });
    await expect(items.insertOne({ tags: ['c', 'b'] })).rejects.toMatchObject({ code: 11000 });
    await items.updateOne({ tags: 'a' }, { $set: { tags: ['b', 'c'] } });
    expect(await items.countDocuments({ tags: 'a' }, { hint: 'tags_1' })).toBe(0);
    expect(await items.countDocuments({ tags: { $in: ['b', 'c'] } }, { hint: 'tags_1' })).toBe(1);
    await items.deleteMany({});
    await items.insertOne({ tags: ['b'] });
  });

  it('refuses two arrays in one compound index', async () => {
    await items.createIndex({ a: 1, b: 1 });
    await expect(items.insertOne({ a: [1, 2], b: [1, 2] })).rejects.toMatchObject({ code: 9 });
    expect(await items.countDocuments()).toBe(0);
  });
});

describe('dropIndexes', () => {
  it.each([
    { by: 'name', which: 'a_1', left: ['_id_', 'b_1'] },
    { by: 'key', which: { a: 1 }, left: ['_id_', 'b_1'] },
    { by: 'a list', which: ['a_1', 'b_1'], left: ['_id_'] },
    { by: 'star', which: '*', left: ['_id_'] },
  ])('drops by $by', async ({ which, left }) => {
    await items.createIndexes([{ key: { a: 1 } }, { key: { b: 1 } }]);
    await temporary.db.command({ dropIndexes: 'items', index: which });
    expect((await items.indexes()).map(({ name }) => name as string)).toEqual(left);
  });

  it('refuses the index on _id and one that is not there', async () => {
    await items.createIndex({ a: 1 });
    await expect(items.dropIndex('_id_')).rejects.toMatchObject({ code: 72 });
    await expect(items.dropIndex('nope')).rejects.toMatchObject({ code: 27 });
  });

  it('forgets the entries: the same index built anew holds what is there now', async () => {
    await items.createIndex({ a: 1 }, { unique: true });
    await items.insertOne({ a: 1 });
    await items.dropIndex('a_1');
    await items.updateOne({}, { $set: { a: 2 } });
    await items.createIndex({ a: 1 }, { unique: true });
    await items.insertOne({ a: 1 });
    expect(await items.distinct('a', { a: { $gt: 0 } })).toEqual([1, 2]);
  });
});

describe('listIndexes', () => {
  it('fails where there is no collection', async () => {
    await expect(temporary.db.collection('none').indexes()).rejects.toMatchObject({ code: 26 });
  });
});
