import type { mongo } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bulkError } from '../testing/bulk-error.js';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

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
    const result = many ? await items.updateMany(filter, update) : await items.updateOne(filter, update);
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
          { updateOne: { filter: { _id: 1 }, update: { $inc: { group: 1 } } as mongo.Document } },
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

  it('deletes many in slices, lets other writes in between, and counts them all', async () => {
    const many = temporary.db.collection<{ _id: number; tags: number[] }>('many');
    await many.createIndex({ tags: 1 });
    await many.insertMany(Array.from({ length: 7000 }, (_, n) => ({ _id: n, tags: [n, n + 1, -1] })));
    const order: string[] = [];
    const deleting = many.deleteMany({ tags: { $gte: 1000 } }).then((result) => {
      order.push('deleted');
      return result;
    });
    await items.updateOne({ _id: 1 }, { $set: { n: 5 } });
    order.push('updated');
    expect((await deleting).deletedCount).toBe(6001);
    expect(order).toEqual(['updated', 'deleted']);
    expect(await many.countDocuments({ tags: -1 }, { hint: 'tags_1' })).toBe(999);
  });

  it('deletes one document a statement, however many statements there are', async () => {
    const many = temporary.db.collection<{ _id: number }>('many');
    await many.insertMany(Array.from({ length: 5000 }, (_, n) => ({ _id: n })));
    const deletes = Array.from({ length: 4500 }, () => ({ deleteOne: { filter: {} } }));
    expect((await many.bulkWrite(deletes)).deletedCount).toBe(4500);
    expect(await many.countDocuments()).toBe(500);
  });

  it('deletes from a collection that is not there', async () => {
    expect((await temporary.db.collection('none').deleteMany({})).deletedCount).toBe(0);
  });
});

describe('a statement with an option that is not here', () => {
  it('has the whole command refused before anything is done, as by a MongoDB that does not know it', async () => {
    await items.insertMany([{ _id: 1 }, { _id: 2 }]);
    const collation = { locale: 'de' };
    const updates = [
      { updateOne: { filter: { _id: 1 }, update: { $set: { n: 1 } } } },
      { updateOne: { filter: { _id: 2 }, update: { $set: { n: 1 } }, collation } },
    ];
    await expect(items.bulkWrite(updates)).rejects.toMatchObject({ code: 115 });
    await expect(items.deleteMany({}, { collation })).rejects.toMatchObject({ code: 115 });
    expect(await items.countDocuments({ n: 1 })).toBe(0);
    expect(await items.countDocuments()).toBe(2);
  });
});

describe('elements of arrays', () => {
  it.each([{ command: 'update' as const }, { command: 'findAndModify' as const }])(
    'are updated by their filters by $command',
    async ({ command }) => {
      await items.insertOne({ _id: 1, a: [{ k: 1 }, { k: 2 }] });
      const change = { $set: { 'a.$.seen': true, 'a.$[even].even': true } } as mongo.UpdateFilter<Row>;
      const filter = { 'a.k': 1 } as mongo.Filter<Row>;
      const options = { arrayFilters: [{ 'even.k': 2 }] };
      if (command === 'update') await items.updateOne(filter, change, options);
      else await items.findOneAndUpdate(filter, change, options);
      expect(await items.findOne()).toEqual({
        _id: 1,
        a: [
          { k: 1, seen: true },
          { k: 2, even: true },
        ],
      });
    },
  );
});
