import { array, assert, asyncProperty, boolean, constantFrom, integer, oneof, record } from 'fast-check';
import { Query } from 'mingo';
import mongoose, { type mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

/** Generated filters: through every index, through none, and (where both have the same rules) by another engine. */

const { Long } = mongoose.mongo;

interface Row {
  _id: number;
  a?: unknown;
  b?: unknown;
  tags?: unknown;
}

const VALUES = [-1, 0, 1, 1.5, 2, 'a', 'b', '', null, true, false, new Date(0), new Date(5), { x: 1 }, { x: 2 }];
const DOCUMENTS: Row[] = VALUES.flatMap((a, i) => [0, 1, 2, undefined].map((b, j) => ({ a, b, at: i * 4 + j })))
  .concat([0, 1, 2].map((b) => ({ a: undefined as never, b, at: 1000 + b })))
  .map(({ a, b, at }) => ({
    _id: at,
    ...(a === undefined ? {} : { a }),
    ...(b === undefined ? {} : { b }),
    ...(at % 3 === 0 ? { tags: at % 2 === 0 ? ['x', at % 5] : 'x' } : {}),
  }));
DOCUMENTS.push(
  { _id: 2000, a: Long.fromString('9007199254740993'), b: [] },
  { _id: 2001, a: NaN },
  { _id: 2002, tags: [] },
);

const value = constantFrom(...VALUES);
const condition = oneof(
  value,
  record({ $eq: value }),
  record({ $ne: value }),
  record({ $in: array(value, { maxLength: 4 }) }),
  record({ $nin: array(value, { maxLength: 4 }) }),
  record({ $gt: value }),
  record({ $lt: value }),
  record({ $gte: value, $lte: value }),
  record({ $gt: value, $lt: value }),
  record({ $exists: boolean() }),
);
const fields = record({ a: condition, b: condition, tags: condition }, { requiredKeys: [] });
const filter = oneof(
  { weight: 4, arbitrary: fields },
  { weight: 1, arbitrary: record({ $or: array(fields, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: record({ a: condition, $and: array(fields, { minLength: 1, maxLength: 2 }) }) },
);
const direction = constantFrom(1 as const, -1 as const);
const sort = oneof(
  record({ a: direction, _id: direction }),
  record({ a: direction, b: direction, _id: direction }),
  record({ b: direction, a: direction, _id: direction }),
  record({ tags: direction, _id: direction }),
);

const HINTS = ['_id_', 'a_1', 'a_1_b_-1', 'b_1_a_1', 'tags_1', 'a_-1'];

let temporary: TemporaryServer;
let rows: mongo.Collection<Row>;

beforeAll(async () => {
  temporary = await startTemporary();
  rows = temporary.db.collection('rows');
  await rows.insertMany(DOCUMENTS);
  await rows.createIndexes([
    { key: { a: 1 } },
    { key: { a: -1 } },
    { key: { a: 1, b: -1 } },
    { key: { b: 1, a: 1 } },
    { key: { tags: 1 } },
    { key: { b: 1 }, sparse: true, name: 'sparse' },
  ]);
});
afterAll(() => temporary.stop());

async function ids(query: mongo.Filter<Row>, options: mongo.FindOptions = {}): Promise<number[]> {
  return (await rows.find(query, options).toArray()).map(({ _id }) => _id);
}

const ascending = (list: number[]): number[] => list.sort((x, y) => x - y);

describe('any filter', () => {
  it('finds the same documents through every index', async () => {
    await assert(
      asyncProperty(filter, async (generated) => {
        const query = generated as mongo.Filter<Row>;
        const scanned = ascending(await ids(query, { hint: '_id_' }));
        for (const hint of [undefined, ...HINTS]) {
          expect(ascending(await ids(query, hint === undefined ? {} : { hint }))).toEqual(scanned);
        }
        expect(await rows.countDocuments(query)).toBe(scanned.length);
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same order through every index', async () => {
    await assert(
      asyncProperty(filter, sort, integer({ min: 1, max: 20 }), async (generated, order, limit) => {
        const query = generated as mongo.Filter<Row>;
        const scanned = await ids(query, { sort: order, hint: '_id_' });
        for (const hint of [undefined, ...HINTS]) {
          const options = { sort: order, limit, ...(hint === undefined ? {} : { hint }) };
          expect(await ids(query, options)).toEqual(scanned.slice(0, limit));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("matches what another engine matches, where that engine follows MongoDB's rules", async () => {
    // Plain numbers, strings and dates only: the other engine is known to fail on 64-bit integers and null ranges.
    const simple = constantFrom(-1, 0, 1, 1.5, 2, 'a', 'b', '', new Date(0), new Date(5));
    const simpleCondition = oneof(
      simple,
      record({ $ne: simple }),
      record({ $in: array(simple, { maxLength: 4 }) }),
      record({ $nin: array(simple, { maxLength: 4 }) }),
      record({ $gt: simple }),
      record({ $gte: simple, $lte: simple }),
      record({ $exists: boolean() }),
    );
    const simpleFilter = record(
      { a: simpleCondition, b: simpleCondition, tags: simpleCondition },
      { requiredKeys: [] },
    );
    const known = DOCUMENTS.filter(({ _id }) => _id < 2000);
    await assert(
      asyncProperty(simpleFilter, async (generated) => {
        const query = new Query(generated);
        const expected = known.filter((doc) => query.test(doc as never)).map(({ _id }) => _id);
        expect(ascending(await ids({ ...(generated as mongo.Filter<Row>), _id: { $lt: 2000 } }))).toEqual(
          ascending(expected),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('deletes exactly what it finds', async () => {
    await assert(
      asyncProperty(filter, async (generated) => {
        const query = generated as mongo.Filter<Row>;
        const found = await ids(query, { hint: '_id_' });
        const all = await rows.find().toArray();
        expect((await rows.deleteMany(query)).deletedCount).toBe(found.length);
        expect(await rows.countDocuments({})).toBe(DOCUMENTS.length - found.length);
        for (const hint of HINTS) expect(await ids({}, { hint })).toHaveLength(DOCUMENTS.length - found.length);
        if (found.length > 0)
          await rows.insertMany(
            all.filter(({ _id }) => found.includes(_id)),
            { promoteValues: false },
          );
      }),
      { numRuns: 40 },
    );
  });
});
