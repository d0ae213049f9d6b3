import mongoose, { type mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Int32 } from '../bson/bson.js';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';
import { splitPipeline } from './pipeline.js';

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
    const text = (doc: unknown): string => JSON.stringify(doc);
    expect(found.map(text).sort()).toEqual(groups.map(text).sort());
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
    const sum = found?.['s'] as { _bsontype: string; toString(): string };
    expect([sum._bsontype, sum.toString()]).toEqual([type, text]);
  });

  it('keeps the type of what it passes on', async () => {
    const [found] = await sales
      .aggregate([{ $match: { _id: 1 } }, { $group: { _id: '$n', first: { $first: '$$ROOT' } } }], {
        promoteValues: false,
      })
      .toArray();
    expect(found?.['_id']).toBeInstanceOf(Int32);
    expect((found?.['first'] as mongo.Document)['f']).toBeInstanceOf(Double);
  });
});

describe('other stages', () => {
  it.each<{ stages: mongo.Document[]; gives: unknown[] }>([
    { stages: [{ $match: { org: 'a' } }, { $count: 'n' }], gives: [{ n: 2 }] },
    { stages: [{ $match: { org: 'zzz' } }, { $count: 'n' }], gives: [] },
    { stages: [{ $match: { org: 'zzz' } }, { $group: { _id: 1, n: { $sum: 1 } } }], gives: [] },
    {
      stages: [{ $sort: { _id: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 1 } }],
      gives: [{ _id: 4 }, { _id: 3 }],
    },
    { stages: [{ $sort: { _id: -1 } }, { $limit: 2 }, { $skip: 1 }, { $project: { _id: 1 } }], gives: [{ _id: 4 }] },
    { stages: [{ $limit: 2 }, { $sort: { _id: -1 } }, { $project: { _id: 1 } }], gives: [{ _id: 2 }, { _id: 1 }] },
    {
      stages: [{ $match: { org: 'b' } }, { $match: { model: 'x' } }, { $project: { n: 1 } }],
      gives: [
        { _id: 4, n: null },
        { _id: 3, n: 3 },
      ],
    },
    {
      stages: [
        { $match: { _id: 1 } },
        { $addFields: { n: { $add: ['$n', 1] }, 'sub.z': '$org' } },
        { $project: { n: 1, sub: 1 } },
      ],
      gives: [{ _id: 1, n: 2, sub: { k: 1, z: 'a' } }],
    },
    {
      stages: [{ $match: { _id: 1 } }, { $set: { sub: { z: 5 } } }, { $project: { sub: 1 } }],
      gives: [{ _id: 1, sub: { k: 1, z: 5 } }],
    },
    {
      stages: [{ $match: { _id: 3 } }, { $unset: ['sub', 'at', 'org'] }],
      gives: [{ _id: 3, model: 'x', n: 3, f: 0.3 }],
    },
    { stages: [{ $match: { _id: 3 } }, { $unset: 'sub.k' }, { $project: { sub: 1 } }], gives: [{ _id: 3, sub: {} }] },
    { stages: [{ $match: { _id: 3 } }, { $replaceRoot: { newRoot: '$sub' } }], gives: [{ k: 1 }] },
    { stages: [{ $match: { _id: 3 } }, { $replaceWith: { was: '$_id' } }], gives: [{ was: 3 }] },
    {
      stages: [{ $sort: { _id: 1 } }, { $unwind: '$tags' }, { $project: { tags: 1 } }],
      gives: [
        { _id: 1, tags: 'p' },
        { _id: 1, tags: 'q' },
        { _id: 4, tags: 'q' },
      ],
    },
    {
      stages: [
        { $sort: { _id: 1 } },
        { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } },
        { $project: { tags: 1, i: 1 } },
      ],
      gives: [
        { _id: 1, tags: 'p', i: 0 },
        { _id: 1, tags: 'q', i: 1 },
        { _id: 2, i: null },
        { _id: 3, i: null },
        { _id: 4, tags: 'q', i: 0 },
        { _id: 5, tags: null, i: null },
      ],
    },
    {
      stages: [{ $facet: { ids: [{ $match: { org: 'a' } }, { $project: { _id: 1 } }], all: [{ $count: 'n' }] } }],
      gives: [{ ids: [{ _id: 1 }, { _id: 2 }], all: [{ n: 5 }] }],
    },
    {
      stages: [{ $group: { _id: '$org', n: { $sum: 1 } } }, { $match: { n: { $gt: 2 } } }],
      gives: [{ _id: 'b', n: 3 }],
    },
    {
      stages: [
        { $match: { _id: 2 } },
        { $project: { _id: 0, half: { $divide: ['$n', 4] }, yes: { $literal: 1 }, at: 1 } },
      ],
      gives: [{ at: rows[1]!.at, half: 0.5, yes: 1 }],
    },
  ])('$stages', async ({ stages, gives }) => {
    expect(await run(stages)).toEqual(gives);
  });

  it('sees an empty collection where there is none', async () => {
    expect(
      await temporary.db
        .collection('none')
        .aggregate([{ $group: { _id: 1, n: { $sum: 1 } } }])
        .toArray(),
    ).toEqual([]);
    expect(
      await temporary.db
        .collection('none')
        .aggregate([{ $facet: { a: [{ $count: 'n' }] } }])
        .toArray(),
    ).toEqual([{ a: [] }]);
  });

  it('gives results in batches', async () => {
    expect(
      await sales.aggregate([{ $sort: { _id: 1 } }, { $project: { _id: 1 } }], { batchSize: 2 }).toArray(),
    ).toHaveLength(5);
  });

  it.each<{ stage: mongo.Document }>([
    { stage: { $lookup: { from: 'x', localField: 'a', foreignField: 'b', as: 'c' } } },
    { stage: { $out: 'x' } },
    { stage: { $merge: 'x' } },
    { stage: { $unionWith: 'x' } },
    { stage: { $bucket: { groupBy: '$n', boundaries: [0, 1] } } },
    { stage: { $setWindowFields: {} } },
    { stage: { $sample: { size: 1 } } },
    { stage: { $changeStream: {} } },
    { stage: { $madeUp: 1 } },
    { stage: { $group: { _id: 1, n: { $stdDevPop: '$n' } } } },
    { stage: { $group: { _id: 1, n: { $percentile: {} } } } },
    { stage: { $project: { n: { $function: {} } } } },
    { stage: { $match: { $where: '1' } } },
    { stage: { $facet: { a: [{ $lookup: {} }] } } },
    { stage: { $addFields: { x: '$$SEARCH_META' } } },
  ])('leaves $stage to MongoDB', async ({ stage }) => {
    await expect(run([stage])).rejects.toThrow(/embedded database: set MONGO_URI/);
  });

  it.each<{ stage: mongo.Document; code: number }>([
    { stage: { $group: { n: { $sum: 1 } } }, code: 15955 },
    { stage: { $group: { _id: 1, n: 5 } }, code: 40234 },
    { stage: { $group: { _id: 1, 'a.b': { $sum: 1 } } }, code: 40235 },
    { stage: { $limit: 0 }, code: 15958 },
    { stage: { $skip: -1 }, code: 15958 },
    { stage: { $count: '' }, code: 40156 },
    { stage: { $unwind: 'tags' }, code: 28818 },
    { stage: { $match: 1 }, code: 15959 },
    { stage: { $sort: { a: 5 } }, code: 15975 },
    { stage: { $sort: { a: 1 }, $match: {} }, code: 40323 },
    { stage: { $replaceRoot: { newRoot: '$n' } }, code: 40228 },
    { stage: { $project: {} }, code: 51272 },
  ])('calls $stage malformed', async ({ stage, code }) => {
    await expect(run([stage])).rejects.toMatchObject({ code });
  });

  it('refuses an expression over numbers that it could only approximate', async () => {
    const exact = temporary.db.collection('exact');
    await exact.insertOne({ v: Decimal128.fromString('0.1') });
    await expect(exact.aggregate([{ $project: { v: { $add: ['$v', 1] } } }]).toArray()).rejects.toThrow(/MONGO_URI/);
    await expect(exact.aggregate([{ $group: { _id: 1, v: { $sum: '$v' } } }]).toArray()).rejects.toThrow(/MONGO_URI/);
  });
});

describe(splitPipeline.name, () => {
  it.each([
    { stages: ['$match'], rest: 0 },
    { stages: ['$match', '$match', '$sort', '$skip', '$limit', '$project'], rest: 1 },
    { stages: ['$sort', '$match'], rest: 1 },
    { stages: ['$limit', '$skip'], rest: 1 },
    { stages: ['$group', '$match'], rest: 2 },
  ])('takes the beginning of $stages off', ({ stages, rest }) => {
    const operands: Record<string, unknown> = { $sort: { a: 1 }, $skip: 1, $limit: 1 };
    const pipeline = stages.map((name) => ({ [name]: operands[name] ?? { a: 1 } }));
    expect(splitPipeline(pipeline, {}).rest).toHaveLength(rest);
  });
});
