import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

const DOCUMENTS = 60;
const HINT = { a: 1, b: 1 } as const;

/** The entries of an index that isn't unique end in the `_id`: pages go by it, and what is skipped is passed over. */
describe('documents of an index', () => {
  let temporary: TemporaryServer;
  const all = Array.from({ length: DOCUMENTS }, (_none, nth) => ({
    _id: (nth * 7) % DOCUMENTS,
    a: nth % 2,
    b: nth % 5,
  }));
  beforeAll(async () => {
    temporary = await startTemporary();
    await collection().createIndex(HINT);
    await collection().createIndex({ b: -1 });
    await collection().insertMany(all);
  });
  afterAll(() => temporary.stop());

  function collection() {
    return temporary.db.collection<{ _id: number; a: number; b: number }>('rows');
  }

  it.each([
    { order: 1 as const, skip: 0, limit: 0 },
    { order: -1 as const, skip: 0, limit: 2 },
    { order: 1 as const, skip: 2, limit: 3 },
    { order: -1 as const, skip: 4, limit: 0 },
    { order: -1 as const, skip: 100, limit: 1 },
  ])('come by their ids within a key: order $order, $skip skipped, $limit at most', async ({ order, skip, limit }) => {
    const filter = { a: 1, b: 2, _id: { $gte: 5, $lt: 50 } };
    const found = await collection()
      .find(filter, { sort: { _id: order }, hint: HINT, skip, limit })
      .toArray();
    const matching = all.filter(({ _id, a, b }) => a === 1 && b === 2 && _id >= 5 && _id < 50);
    const sorted = matching.toSorted((one, other) => order * (one._id - other._id));
    expect(found).toEqual(sorted.slice(skip, limit === 0 ? undefined : skip + limit));
  });

  it.each([1, -1] as const)('come by an index that goes down, and then by their ids: %d', async (order) => {
    const sort = { b: order, _id: -order as 1 | -1 };
    const found = await collection()
      .find({}, { sort, hint: { b: -1 }, skip: 7 })
      .toArray();
    const sorted = all.toSorted((one, other) => order * (one.b - other.b) || order * (other._id - one._id));
    expect(found).toEqual(sorted.slice(7));
  });
});
