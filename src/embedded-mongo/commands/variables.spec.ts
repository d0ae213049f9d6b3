import type { mongo } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

interface Row {
  _id: number;
  n?: number;
  x?: unknown;
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
  await items.insertMany([1, 2, 3].map((_id) => ({ _id, n: _id * 10 })));
});

const isTwo = { $expr: { $eq: ['$_id', '$$wanted.id'] } };
const options = { let: { wanted: { $literal: { id: 2 } }, sum: { $add: [1, 2] } } };

describe('variables', () => {
  it('stand for their values in filters and projections', async () => {
    const projection = { _id: 1, sum: '$$sum' };
    expect(await items.find(isTwo, { ...options, projection }).toArray()).toEqual([{ _id: 2, sum: 3 }]);
    expect(await items.find({ $or: [isTwo, { _id: 3 }] }, options).toArray()).toHaveLength(2);
  });

  it('stand for their values in pipelines', async () => {
    const pipeline = [{ $match: isTwo }, { $project: { x: { $add: ['$n', '$$sum'] }, text: { $literal: '$$sum' } } }];
    expect(await items.aggregate(pipeline, options).toArray()).toEqual([{ _id: 2, x: 23, text: '$$sum' }]);
    const facet = [{ $facet: { one: [{ $match: isTwo }, { $count: 'n' }] } }];
    expect(await items.aggregate(facet, options).toArray()).toEqual([{ one: [{ n: 1 }] }]);
  });

  it('stand for their values in writes', async () => {
    await items.updateMany(isTwo, [{ $set: { x: '$$sum' } }], options);
    expect(await items.find({ x: 3 }).toArray()).toEqual([{ _id: 2, n: 20, x: 3 }]);
    const set = [{ $set: { x: '$$wanted' } }];
    expect(await items.findOneAndUpdate(isTwo, set, { ...options, returnDocument: 'after' })).toEqual({
      _id: 2,
      n: 20,
      x: { id: 2 },
    });
    await items.deleteMany(isTwo, options);
    expect(await items.distinct('_id')).toEqual([1, 3]);
  });

  it.each([
    { when: 'the name is capital', declared: { Wanted: 1 }, filter: {} },
    {
      when: 'there is no such field',
      declared: { wanted: { id: 1 } },
      filter: { $expr: { $eq: ['$n', '$$wanted.no'] } },
    },
    {
      when: 'an operator declares the same name',
      declared: { one: 1 },
      filter: { $expr: { $let: { vars: { one: 2 }, in: '$$one' } } },
    },
  ])('are refused where $when', async ({ declared, filter }) => {
    await expect(items.find(filter, { let: declared }).toArray()).rejects.toMatchObject({ code: 9 });
  });
});
