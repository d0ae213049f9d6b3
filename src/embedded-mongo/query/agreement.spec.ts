import fc from 'fast-check';
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

const value = fc.constantFrom(...VALUES);
const condition = fc.oneof(
  value,
  fc.record({ $eq: value }),
  fc.record({ $ne: value }),
  fc.record({ $in: fc.array(value, { maxLength: 4 }) }),
  fc.record({ $nin: fc.array(value, { maxLength: 4 }) }),
  fc.record({ $gt: value }),
  fc.record({ $lt: value }),
  fc.record({ $gte: value, $lte: value }),
  fc.record({ $gt: value, $lt: value }),
  fc.record({ $exists: fc.boolean() }),
);
const fields = fc.record({ a: condition, b: condition, tags: condition }, { requiredKeys: [] });
const filter = fc.oneof(
  { weight: 4, arbitrary: fields },
  { weight: 1, arbitrary: fc.record({ $or: fc.array(fields, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ a: condition, $and: fc.array(fields, { minLength: 1, maxLength: 2 }) }) },
);
const direction = fc.constantFrom(1 as const, -1 as const);
const sort = fc.oneof(
  fc.record({ a: direction, _id: direction }),
  fc.record({ a: direction, b: direction, _id: direction }),
  fc.record({ b: direction, a: direction, _id: direction }),
  fc.record({ tags: direction, _id: direction }),
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
    await fc.assert(
      fc.asyncProperty(filter, async (generated) => {
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
    await fc.assert(
      fc.asyncProperty(filter, sort, fc.integer({ min: 1, max: 20 }), async (generated, order, limit) => {
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
    const simple = fc.constantFrom(-1, 0, 1, 1.5, 2, 'a', 'b', '', new Date(0), new Date(5));
    const simpleCondition = fc.oneof(
      simple,
      fc.record({ $ne: simple }),
      fc.record({ $in: fc.array(simple, { maxLength: 4 }) }),
      fc.record({ $nin: fc.array(simple, { maxLength: 4 }) }),
      fc.record({ $gt: simple }),
      fc.record({ $gte: simple, $lte: simple }),
      fc.record({ $exists: fc.boolean() }),
    );
    const simpleFilter = fc.record(
      { a: simpleCondition, b: simpleCondition, tags: simpleCondition },
      { requiredKeys: [] },
    );
    const known = DOCUMENTS.filter(({ _id }) => _id < 2000);
    await fc.assert(
      fc.asyncProperty(simpleFilter, async (generated) => {
        const query = new Query(generated as mongo.Document);
        const expected = known.filter((doc) => query.test(doc as never)).map(({ _id }) => _id);
        expect(ascending(await ids({ ...(generated as mongo.Filter<Row>), _id: { $lt: 2000 } }))).toEqual(
          ascending(expected),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('deletes exactly what it finds', async () => {
    await fc.assert(
      fc.asyncProperty(filter, async (generated) => {
        const query = generated as mongo.Filter<Row>;
        const found = await ids(query, { hint: '_id_' });
        const all = await rows.find().toArray();
        expect((await rows.deleteMany(query)).deletedCount).toBe(found.length);
        expect(await rows.countDocuments({})).toBe(DOCUMENTS.length - found.length);
        for (const hint of HINTS) expect(await ids({}, { hint })).toHaveLength(DOCUMENTS.length - found.length);
        if (found.length > 0)
          await rows.insertMany(
            all.filter(({ _id }) => found.includes(_id)),
            { promoteValues: false } as mongo.BulkWriteOptions,
          );
      }),
      { numRuns: 40 },
    );
  });
});
