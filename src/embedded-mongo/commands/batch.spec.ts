import type { mongo } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bulkError } from '../testing/bulk-error.js';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';
import { STEP_DOCUMENTS } from './unfinished.js';

/** Batches that take several steps: what a client sees of them is what it sees of small ones. */

interface Row {
  _id: number;
  n?: number;
  tag?: string;
}

const SIZE = 3.5 * STEP_DOCUMENTS;
/** In the third step. */
const FAULTY = 2.5 * STEP_DOCUMENTS;

let temporary: TemporaryServer;
let items: mongo.Collection<Row>;

beforeAll(async () => {
  temporary = await startTemporary();
});
afterAll(() => temporary.stop());
beforeEach(async () => {
  await temporary.db.dropDatabase();
  items = temporary.db.collection('items');
  await items.createIndex({ n: 1 });
});

function rows(count = SIZE): Row[] {
  return Array.from({ length: count }, (_, n) => ({ _id: n, n }));
}

describe('an insert of several steps', () => {
  it('stores everything, in the indexes too', async () => {
    expect((await items.insertMany(rows())).insertedCount).toBe(SIZE);
    expect(await items.countDocuments({ n: { $gte: 0 } }, { hint: 'n_1' })).toBe(SIZE);
  });

  it.each([
    { ordered: true, stored: FAULTY },
    { ordered: false, stored: SIZE - 1 },
  ])('names the document that failed and stores $stored others, ordered: $ordered', async ({ ordered, stored }) => {
    await items.insertOne({ _id: FAULTY, tag: 'first' });
    const error = await bulkError(items.insertMany(rows(), { ordered }));
    expect([error.writeErrors].flat()).toMatchObject([{ index: FAULTY, code: 11000 }]);
    expect(error.insertedCount).toBe(stored);
    expect(await items.countDocuments({ n: { $gte: 0 } }, { hint: 'n_1' })).toBe(stored);
  });

  it('goes into the collection of that name, whatever becomes of that in between', async () => {
    const inserting = items.insertMany(rows(100 * STEP_DOCUMENTS));
    await temporary.db.collection('items').drop();
    await items.createIndex({ tag: 1 });
    await inserting;
    const left = await items.countDocuments();
    expect(await items.countDocuments({ tag: null as never }, { hint: 'tag_1' })).toBe(left);
  });
});

describe('an update of several steps', () => {
  beforeEach(() => items.insertMany(rows()));

  const operations = Array.from({ length: SIZE }, (_, n) => ({
    // One of the third step can't be done; every hundredth makes a document, one or two in each step.
    updateOne: {
      filter: { _id: n % 100 === 7 ? n + 10_000 : n },
      update: n === FAULTY ? { $push: { n: 1 } } : { $set: { tag: 'new' } },
      upsert: n % 100 === 7,
    },
  })) as mongo.AnyBulkWriteOperation<Row>[];

  it.each([
    { ordered: true, done: FAULTY },
    { ordered: false, done: SIZE - 1 },
  ])('counts and names what it did and what failed, ordered: $ordered', async ({ ordered, done }) => {
    const error = await bulkError(items.bulkWrite(operations, { ordered }));
    expect([error.writeErrors].flat()).toMatchObject([{ index: FAULTY, code: 2 }]);
    const made = [7, 107, 207, 307].filter((n) => n < done);
    expect(error.result.upsertedIds).toEqual(Object.fromEntries(made.map((n) => [n, n + 10_000])));
    expect(error.result).toMatchObject({ matchedCount: done - made.length, modifiedCount: done - made.length });
    expect(await items.countDocuments({ tag: 'new' })).toBe(done);
  });
});

describe('a small write', () => {
  it.each([
    { write: 'insert', large: () => items.insertMany(rows(20_000)) },
    {
      write: 'update',
      large: () =>
        items.bulkWrite(
          rows(20_000).map(({ _id }) => ({ updateOne: { filter: { _id }, update: { $set: { tag: 'a' } } } })),
        ),
    },
  ])('is answered before a large $write that came first', async ({ write, large }) => {
    if (write === 'update') await items.insertMany(rows(20_000));
    const order: string[] = [];
    const running = large().then(() => order.push('large'));
    await temporary.db.collection<Row>('others').insertOne({ _id: 1 });
    order.push('small');
    await running;
    expect(order).toEqual(['small', 'large']);
  });
});
