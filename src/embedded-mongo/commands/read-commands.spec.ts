import mongoose, { type mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

const { Long, Decimal128 } = mongoose.mongo;

interface Row {
  _id: number;
  org: string;
  n: number;
  tags?: string[];
  sub?: { a: number; b: number };
}

const COUNT = 500;
const rows: Row[] = Array.from({ length: COUNT }, (_, i) => ({
  _id: i,
  org: `org${i % 3}`,
  n: (i * 7919) % COUNT,
  ...(i % 5 === 0 ? { tags: [`t${i % 10}`, 'all'] } : {}),
  sub: { a: i % 4, b: i },
}));

let temporary: TemporaryServer;
let items: mongo.Collection<Row>;

beforeAll(async () => {
  temporary = await startTemporary();
  items = temporary.db.collection('items');
  await items.createIndexes([{ key: { org: 1, n: -1 } }, { key: { tags: 1 } }]);
  await items.insertMany(rows);
});
afterAll(() => temporary.stop());

function expected(filter: (row: Row) => boolean, by: (a: Row, b: Row) => number = (a, b) => a._id - b._id): number[] {
  return rows
    .filter(filter)
    .sort(by)
    .map(({ _id }) => _id);
}

async function ids(cursor: mongo.FindCursor<mongo.WithId<Row>>): Promise<number[]> {
  return (await cursor.toArray()).map(({ _id }) => _id);
}

describe('find', () => {
  it('finds all in batches of any size', async () => {
    for (const batchSize of [1, 7, 100, 101, 102, 1000]) {
      expect(await ids(items.find({}, { batchSize }))).toEqual(expected(() => true));
    }
  });

  it.each([
    { how: 'by _id, backwards', sort: { _id: -1 as const }, by: (a: Row, b: Row) => b._id - a._id },
    { how: 'by a field without an index', sort: { n: 1 as const }, by: (a: Row, b: Row) => a.n - b.n },
    {
      how: 'by two fields in opposite directions',
      sort: { org: 1 as const, n: -1 as const },
      by: (a: Row, b: Row) => a.org.localeCompare(b.org) || b.n - a.n,
    },
    {
      how: 'by two fields against the index',
      sort: { org: -1 as const, n: -1 as const },
      by: (a: Row, b: Row) => b.org.localeCompare(a.org) || b.n - a.n,
    },
    { how: 'inside a document', sort: { 'sub.b': -1 as const }, by: (a: Row, b: Row) => b._id - a._id },
  ])('sorts $how', async ({ sort, by }) => {
    expect(await ids(items.find().sort(sort))).toEqual(expected(() => true, by));
    expect(await ids(items.find().sort(sort).skip(5).limit(20))).toEqual(expected(() => true, by).slice(5, 25));
  });

  it('combines equality, $in, a range, an order and a limit', async () => {
    const filter = { org: { $in: ['org1', 'org2'] }, n: { $gte: 100, $lt: 300 } };
    const wanted = expected(
      ({ org, n }) => org !== 'org0' && n >= 100 && n < 300,
      (a, b) => a.n - b.n,
    ).slice(0, 30);
    expect(await ids(items.find(filter).sort({ n: 1 }).limit(30))).toEqual(wanted);
  });

  it('finds each document once through an index on an array', async () => {
    expect(await ids(items.find({ tags: { $in: ['t0', 't5', 'all'] } }).sort({ _id: 1 }))).toEqual(
      expected(({ tags }) => tags !== undefined),
    );
    expect(await items.countDocuments({ tags: { $gte: 'a' } })).toBe(COUNT / 5);
  });

  it.each([
    { projection: { n: 1 }, gives: { _id: 20, n: 380 } },
    { projection: { n: 1, _id: 0 }, gives: { n: 380 } },
    { projection: { 'sub.a': 1, _id: 0 }, gives: { sub: { a: 0 } } },
    { projection: { sub: { b: 1 }, _id: 0 }, gives: { sub: { b: 20 } } },
    { projection: { n: 0, tags: 0, sub: 0 }, gives: { _id: 20, org: 'org2' } },
    { projection: { _id: 0, 'sub.a': 0, org: 0, tags: false }, gives: { n: 380, sub: { b: 20 } } },
    { projection: { _id: 1 }, gives: { _id: 20 } },
    { projection: { missing: 1 }, gives: { _id: 20 } },
    { projection: { _id: 0, twice: { $multiply: ['$n', 2] }, again: '$sub.b' }, gives: { twice: 760, again: 20 } },
  ])('projects $projection', async ({ projection, gives }) => {
    expect(await items.findOne({ _id: 20 }, { projection })).toEqual(gives);
  });

  it('shows parts of arrays, and the element that the filter found', async () => {
    const wide = temporary.db.collection('wide');
    await wide.insertOne({ tags: ['x', 'y', 'z'], n: 1 });
    const shown = (projection: mongo.Document) =>
      wide.findOne({ tags: 'y' }, { projection: { _id: 0, ...projection } });
    expect(await shown({ tags: { $slice: 1 } })).toEqual({ tags: ['x'], n: 1 });
    expect(await shown({ tags: { $elemMatch: { $gt: 'y' } } })).toEqual({ tags: ['z'] });
    expect(await shown({ 'tags.$': 1 })).toEqual({ tags: ['y'] });
    expect(await wide.findOneAndDelete({ tags: 'y' }, { projection: { 'tags.$': 1 } })).toMatchObject({ tags: ['y'] });
  });

  it('refuses to mix inclusion and exclusion', async () => {
    await expect(items.findOne({}, { projection: { n: 1, org: 0 } })).rejects.toMatchObject({ code: 31254 });
  });

  it('ends a cursor early and forgets it', async () => {
    const cursor = items.find({}, { batchSize: 10 });
    await cursor.next();
    const { id } = cursor;
    await cursor.close();
    const again = temporary.db.command({ getMore: id ?? Long.ZERO, collection: 'items' });
    await expect(again).rejects.toMatchObject({ code: 43, codeName: 'CursorNotFound' });
  });

  it('keeps a cursor going while documents behind and before it change', async () => {
    const other = temporary.db.collection<{ _id: number }>('moving');
    await other.insertMany(Array.from({ length: 300 }, (_, i) => ({ _id: i * 2 })));
    const seen: number[] = [];
    for await (const { _id } of other.find({}, { batchSize: 10 })) {
      seen.push(_id);
      if (_id === 100) await other.deleteMany({ _id: { $gt: 400 } });
      if (_id === 100) await other.insertOne({ _id: 399 });
    }
    expect(seen).toContain(399);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => id <= 400)).toHaveLength(202);
  });

  it('gives up after maxTimeMS', async () => {
    const slow = { $expr: { $gt: [{ $size: { $range: [0, 2000] } }, 5000] } };
    await expect(items.find(slow).maxTimeMS(1).toArray()).rejects.toMatchObject({ code: 50 });
  });

  it('finds nothing in a collection that is not there', async () => {
    expect(await temporary.db.collection('none').find().toArray()).toEqual([]);
  });
});

describe('count and distinct', () => {
  it.each([
    { filter: {}, is: COUNT },
    { filter: { org: 'org1' }, is: expected(({ org }) => org === 'org1').length },
    { filter: { org: { $in: ['org0', 'org1', 'org0'] } }, is: expected(({ org }) => org !== 'org2').length },
    { filter: { org: 'org1', n: { $lt: 50 } }, is: expected(({ org, n }) => org === 'org1' && n < 50).length },
    { filter: { tags: 'all' }, is: COUNT / 5 },
    { filter: { tags: null }, is: (COUNT / 5) * 4 },
    { filter: { org: 'none' }, is: 0 },
    { filter: { 'sub.a': 2 }, is: COUNT / 4 },
  ])('counts $filter: $is', async ({ filter, is }) => {
    expect(await items.countDocuments(filter as mongo.Filter<Row>)).toBe(is);
    expect(await temporary.db.command({ count: 'items', query: filter })).toMatchObject({ n: is });
  });

  it('counts with skip and limit', async () => {
    expect(await items.countDocuments({ org: 'org1' }, { skip: 10, limit: 20 })).toBe(20);
    expect(await items.countDocuments({}, { skip: COUNT - 3 })).toBe(3);
    expect(await items.estimatedDocumentCount()).toBe(COUNT);
    expect(await temporary.db.command({ count: 'items', limit: 7 })).toMatchObject({ n: 7 });
  });

  it.each([
    { field: 'org', filter: {}, values: ['org0', 'org1', 'org2'] },
    { field: 'tags', filter: { _id: { $lt: 20 } }, values: ['all', 't0', 't5'] },
    { field: 'sub.a', filter: { org: 'org1' }, values: [0, 1, 2, 3] },
    { field: 'none', filter: {}, values: [] },
  ])('lists the different values of $field', async ({ field, filter, values }) => {
    expect(await items.distinct(field, filter)).toEqual(values);
  });
});

describe('sorting mixed types', () => {
  it("follows BSON's order, with and without an index", async () => {
    const mixed = temporary.db.collection<{ _id: number; v?: unknown }>('mixed');
    const ascending = [
      {},
      { v: null },
      { v: -1.5 },
      { v: Decimal128.fromString('-1') },
      { v: Long.fromInt(0) },
      { v: 2 },
      { v: '' },
      { v: 'a' },
      { v: { a: 1 } },
      { v: false },
      { v: true },
      { v: new Date(0) },
    ];
    await mixed.insertMany(ascending.map((doc, _id) => ({ _id, ...doc })).reverse());
    const withoutIndex = (await mixed.find().sort({ v: 1, _id: 1 }).toArray()).map(({ _id }) => _id);
    expect(withoutIndex).toEqual(ascending.map((_, at) => at));
    await mixed.createIndex({ v: 1 });
    expect((await mixed.find().sort({ v: -1 }).limit(10).toArray()).map(({ _id }) => _id)).toEqual(
      withoutIndex.slice(2).reverse(),
    );
  });
});
