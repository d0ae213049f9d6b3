import mongoose, { type mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bsonTypeOf, Int32, numberText } from '../bson/bson.js';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

const { Long, Double, Decimal128 } = mongoose.mongo;

let temporary: TemporaryServer;
let sales: mongo.Collection;

const rows = [
  { _id: 1, org: 'a', model: 'x', n: 1, f: 0.1, at: new Date('2024-01-01T10:00:00Z'), tags: ['p', 'q'], sub: { k: 1 } },
  { _id: 2, org: 'a', model: 'y', n: 2, f: 0.2, at: new Date('2024-01-01T11:00:00Z'), tags: [], sub: { k: 2 } },
  { _id: 3, org: 'b', model: 'x', n: 3, f: 0.3, at: new Date('2024-01-02T10:00:00Z'), sub: { k: 1 } },
  { _id: 4, org: 'b', model: 'x', n: null, at: new Date('2024-01-02T12:00:00Z'), tags: ['q'], sub: { k: 2 } },
  { _id: 5, org: 'b', n: 'text', f: 0.4, at: new Date('2024-01-03T10:00:00Z'), tags: null, sub: {} },
];

beforeAll(async () => {
  temporary = await startTemporary();
  sales = temporary.db.collection('sales');
  await sales.createIndex({ org: 1, at: -1 });
  await sales.insertMany(rows as unknown as mongo.Document[]);
});
afterAll(() => temporary.stop());

const run = (pipeline: mongo.Document[]): Promise<mongo.Document[]> => sales.aggregate(pipeline).toArray();

function jsonOf(doc: unknown): string {
  return JSON.stringify(doc);
}

describe('$group', () => {
  it.each([
    { accumulator: { $sum: 1 }, gives: [2, 3] },
    { accumulator: { $sum: '$n' }, gives: [3, 3] },
    { accumulator: { $sum: '$f' }, gives: [0.30000000000000004, 0.7] },
    { accumulator: { $sum: '$missing' }, gives: [0, 0] },
    { accumulator: { $sum: { $multiply: ['$_id', 10] } }, gives: [30, 120] },
    { accumulator: { $sum: { $cond: [{ $eq: ['$model', 'x'] }, 1, 0] } }, gives: [1, 2] },
    { accumulator: { $avg: '$n' }, gives: [1.5, 3] },
    { accumulator: { $avg: '$missing' }, gives: [null, null] },
    { accumulator: { $min: '$at' }, gives: [rows[0]!.at, rows[2]!.at] },
    { accumulator: { $max: '$n' }, gives: [2, 'text'] },
    { accumulator: { $min: '$n' }, gives: [1, 3] },
    { accumulator: { $max: '$missing' }, gives: [null, null] },
    { accumulator: { $first: '$model' }, gives: ['x', 'x'] },
    { accumulator: { $last: '$model' }, gives: ['y', null] },
    {
      accumulator: { $push: '$model' },
      gives: [
        ['x', 'y'],
        ['x', 'x'],
      ],
    },
    {
      accumulator: { $push: { id: '$_id', m: '$model' } },
      gives: [
        [
          { id: 1, m: 'x' },
          { id: 2, m: 'y' },
        ],
        [{ id: 3, m: 'x' }, { id: 4, m: 'x' }, { id: 5 }],
      ],
    },
    { accumulator: { $addToSet: '$model' }, gives: [['x', 'y'], ['x']] },
    { accumulator: { $count: {} }, gives: [2, 3] },
  ])('computes $accumulator', async ({ accumulator, gives }) => {
    const found = await run([
      { $sort: { _id: 1 } },
      { $group: { _id: '$org', value: accumulator } },
      { $sort: { _id: 1 } },
    ]);
    expect(found).toEqual([
      { _id: 'a', value: gives[0] },
      { _id: 'b', value: gives[1] },
    ]);
  });

  it.each([
    { id: null, groups: [{ _id: null, n: 5 }] },
    { id: 'constant', groups: [{ _id: 'constant', n: 5 }] },
    {
      id: '$model',
      groups: [
        { _id: null, n: 1 },
        { _id: 'x', n: 3 },
        { _id: 'y', n: 1 },
      ],
    },
    {
      id: '$sub.k',
      groups: [
        { _id: null, n: 1 },
        { _id: 1, n: 2 },
        { _id: 2, n: 2 },
      ],
    },
    {
      id: { org: '$org', model: '$model' },
      groups: [
        { _id: { org: 'b' }, n: 1 },
        { _id: { org: 'a', model: 'x' }, n: 1 },
        { _id: { org: 'a', model: 'y' }, n: 1 },
        { _id: { org: 'b', model: 'x' }, n: 2 },
      ],
    },
    {
      id: { $dateTrunc: { date: '$at', unit: 'day' } },
      groups: [1, 2, 3].map((day) => ({ _id: new Date(Date.UTC(2024, 0, day)), n: day === 3 ? 1 : 2 })),
    },
    {
      id: { day: { $dateToString: { date: '$at', format: '%Y-%m-%d' } } },
      groups: [1, 2, 3].map((day) => ({ _id: { day: `2024-01-0${day}` }, n: day === 3 ? 1 : 2 })),
    },
    {
      id: '$tags',
      groups: [
        { _id: null, n: 2 },
        { _id: [], n: 1 },
        { _id: ['p', 'q'], n: 1 },
        { _id: ['q'], n: 1 },
      ],
    },
  ])('groups by $id', async ({ id, groups }) => {
    const found = await run([{ $group: { _id: id, n: { $sum: 1 } } }]);
    expect(found.map(jsonOf).sort()).toEqual(groups.map(jsonOf).sort());
  });

  it('groups numbers of all types by value', async () => {
    const mixed = temporary.db.collection('mixed');
    await mixed.insertMany([
      { v: 1 },
      { v: Long.fromInt(1) },
      { v: new Double(1) },
      { v: Decimal128.fromString('1.0') },
      { v: '1' },
    ]);
    const found = await mixed.aggregate([{ $group: { _id: '$v', n: { $sum: 1 } } }, { $sort: { n: -1 } }]).toArray();
    expect(found.map(({ n }) => n as number)).toEqual([4, 1]);
  });

  it.each([
    { what: 'integers', values: [1, 2], type: 'Int32', text: '3' },
    { what: '32 bits that overflow', values: [2147483647, 1], type: 'Long', text: '2147483648' },
    {
      what: '64-bit integers',
      values: [Long.fromString('9007199254740993'), 1],
      type: 'Long',
      text: '9007199254740994',
    },
    { what: 'a double among integers', values: [1, new Double(2)], type: 'Double', text: '3' },
    { what: 'many doubles', values: Array.from({ length: 10 }, () => 0.1), type: 'Double', text: '1' },
    { what: 'infinities', values: [Infinity, 1.5], type: 'Double', text: 'Infinity' },
  ])('adds $what up to a $type', async ({ values, type, text }) => {
    const sums = temporary.db.collection<{ v: unknown }>('sums');
    await sums.deleteMany({});
    await sums.insertMany(values.map((v) => ({ v })));
    const [found] = await sums
      .aggregate([{ $group: { _id: null, s: { $sum: '$v' } } }], { promoteValues: false })
      .toArray();
    expect([bsonTypeOf(found?.['s']), numberText(found?.['s'])]).toEqual([type, text]);
  });

  it('keeps the type of what it passes on', async () => {
    const [found] = await sales
      .aggregate([{ $match: { _id: 1 } }, { $group: { _id: '$n', first: { $first: '$$ROOT' } } }], {
        promoteValues: false,
      })
      .toArray();
    expect(found?.['_id']).toBeInstanceOf(Int32);
    expect(found).toMatchObject({ first: { f: new Double(0.1) } });
  });
});
