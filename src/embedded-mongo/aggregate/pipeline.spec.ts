import mongoose, { type mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';
import { splitPipeline } from './pipeline.js';

const { Decimal128 } = mongoose.mongo;

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
    { stage: { $group: { _id: 1, n: { constructor: '$n' } } } },
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
