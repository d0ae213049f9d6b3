import { array, assert, asyncProperty, boolean, constantFrom, oneof, record, tuple } from 'fast-check';
import mongoose, { type mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';
import { quickUpdate } from './quick-update.js';

const { Double, Int32, Long, ObjectId } = mongoose.mongo;

interface Row {
  _id: string;
  [field: string]: unknown;
}

const OBJECT_ID = new ObjectId();
const VALUES = [
  'a',
  'b',
  '',
  true,
  false,
  null,
  OBJECT_ID,
  new Date(0),
  new Int32(1),
  new Double(1),
  Long.fromNumber(1),
  new Double(-0),
  ['a', 'b'],
  [],
  { $exists: 1 },
  { x: 'a' },
  { x: { y: true } },
];
const value = constantFrom(...VALUES);
const scalar = value.filter((it) => typeof it !== 'object' || it === null || '_bsontype' in it || it instanceof Date);
const condition = oneof({ weight: 2, arbitrary: scalar }, { weight: 2, arbitrary: record({ $exists: boolean() }) });
const stored = value.filter((it) => !(typeof it === 'object' && it !== null && '$exists' in it));
const fields = { a: stored, b: stored, c: stored };
const row = record(fields, { requiredKeys: [] });
const filter = record({ a: condition, b: condition, d: condition }, { requiredKeys: [] });
const change = record({ a: stored, c: stored, d: stored, '\u00e9': stored }, { requiredKeys: [] });

let temporary: TemporaryServer;
let quick: mongo.Collection<Row>;
let general: mongo.Collection<Row>;

beforeAll(async () => {
  temporary = await startTemporary();
  quick = temporary.db.collection('quick');
  general = temporary.db.collection('general');
  for (const collection of [quick, general]) {
    await collection.createIndexes([{ key: { a: 1, d: -1 } }, { key: { c: 1 } }, { key: { d: 1 }, sparse: true }]);
  }
});
afterAll(() => temporary.stop());

async function everything(collection: mongo.Collection<Row>): Promise<unknown> {
  const options = { promoteValues: false } as const;
  const found = [await collection.find({}, { ...options, sort: { _id: 1 } }).toArray()];
  for (const hint of ['a_1_d_-1', 'c_1']) found.push(await collection.find({}, { ...options, hint }).toArray());
  found.push(await collection.find({ d: { $exists: true } }, { ...options, hint: 'd_1' }).toArray());
  return found;
}

/** What came of updates, those that are refused among them: an index over two arrays of one document is. */
async function updated(
  collection: mongo.Collection<Row>,
  operations: mongo.AnyBulkWriteOperation<Row>[],
): Promise<object> {
  const outcome = await collection.bulkWrite(operations, { ordered: false }).catch((error: unknown) => {
    if (error instanceof mongoose.mongo.MongoBulkWriteError) return error;
    throw error;
  });
  const refused = 'writeErrors' in outcome ? [outcome.writeErrors].flat() : [];
  const { matchedCount, modifiedCount } = outcome;
  return { matchedCount, modifiedCount, refused: refused.map(({ index, code }) => ({ index, code })) };
}

describe(quickUpdate.name, () => {
  it('does what the general way does, to the documents and to their index entries', async () => {
    const cases = array(tuple(row, filter, change), { minLength: 20, maxLength: 40 });
    await assert(
      asyncProperty(cases, async (all) => {
        const outcomes = [];
        for (const collection of [quick, general]) {
          await collection.deleteMany({});
          await collection.insertMany(all.map(([document], nth) => ({ ...document, _id: `${nth}` })));
          // A condition that holds for all, and that the quick way doesn't know.
          const extra = collection === general ? { unknown: { $not: { $type: 'string' } } } : {};
          const updates = all.map(([, conditions, $set], nth) => ({
            updateOne: {
              filter: { ...conditions, ...extra, _id: `${nth}` },
              update: { $set: { ...$set, last: true } },
            },
          }));
          const operations = updates as unknown as mongo.AnyBulkWriteOperation<Row>[];
          outcomes.push({ ...(await updated(collection, operations)), rows: await everything(collection) });
        }
        expect(outcomes[0]).toEqual(outcomes[1]);
      }),
      { numRuns: 20 },
    );
  });

  const taken = { _id: 'x', org: OBJECT_ID, label: { $exists: false } };
  it.each([
    { what: 'a label', q: taken, u: { $set: { label: 'risky', flags: ['a'], more: { b: 1 } } }, is: true },
    { what: 'a false multi', q: taken, u: { $set: { label: 'x' } }, rest: { multi: false, upsert: false }, is: true },
    { what: 'an upsert', q: taken, u: { $set: { label: 'x' } }, rest: { upsert: true }, is: false },
    { what: 'a multi', q: taken, u: { $set: { label: 'x' } }, rest: { multi: true }, is: false },
    { what: 'a hint', q: taken, u: { $set: { label: 'x' } }, rest: { hint: '_id_' }, is: false },
    { what: 'a filter without _id', q: { org: OBJECT_ID }, u: { $set: { label: 'x' } }, is: false },
    { what: 'a path in the filter', q: { ...taken, 'a.b': 1 }, u: { $set: { label: 'x' } }, is: false },
    { what: 'a path in the update', q: taken, u: { $set: { 'a.b': 'x' } }, is: false },
    { what: 'an operator beside $set', q: taken, u: { $set: { label: 'x' }, $inc: { v: 1 } }, is: false },
    { what: 'a change of _id', q: taken, u: { $set: { _id: 'y' } }, is: false },
    { what: 'another condition', q: { ...taken, v: { $lt: 3 } }, u: { $set: { label: 'x' } }, is: false },
    { what: 'a logical operator', q: { ...taken, $or: [{ a: 1 }] }, u: { $set: { label: 'x' } }, is: false },
  ])('takes $what: $is', ({ q, u, rest = {}, is }) => {
    const statement = Buffer.from(mongoose.mongo.BSON.serialize({ q, u, ...rest }));
    const none = { store: { keyOfId: () => Buffer.alloc(5), get: () => undefined } };
    expect(quickUpdate(none as never, {} as never, statement) !== undefined).toBe(is);
  });
});
