import mongoose, { type mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';
import { OPERATOR_NAMES } from './operators.js';
import { NUMBER_ROWS } from '../testing/number-rows.js';
import type { Row } from '../testing/type-rows.js';
import { VALUE_ROWS } from '../testing/value-rows.js';

/* What each operator gives, value and BSON type, asked of the server by the driver, with the types as they come over the wire. By MongoDB's
 * manual of version 7.0, and where that is silent by its sources. */

const ROWS = [...NUMBER_ROWS, ...VALUE_ROWS];
const { EJSON } = mongoose.mongo.BSON;
const RAW = { promoteValues: false, bsonRegExp: true } as const;

let temporary: TemporaryServer;
let items: mongo.Collection;

beforeAll(async () => {
  temporary = await startTemporary();
  items = temporary.db.collection('items');
});
afterAll(() => temporary.stop());

/** What a row's expression gives, by one of the ways to ask it. */
async function asked({ expression, input = {} }: Row, way: 'project' | 'set' | 'group' | 'update'): Promise<unknown> {
  await items.deleteMany({});
  await items.insertOne({ ...input, _id: 1 as never });
  // A `$project` leaves `$slice` at the top of a field to MongoDB.
  const shown = JSON.stringify(expression).startsWith('{"$slice"') ? { $ifNull: [expression, null] } : expression;
  if (way === 'update') {
    await items.updateOne({}, [{ $set: { out: expression } }]);
    return (await items.findOne({}, RAW))?.['out'];
  }
  const stage = {
    project: { $project: { out: shown } },
    set: { $set: { out: expression } },
    group: { $group: { _id: null, out: { $first: expression } } },
  }[way];
  const [row] = await items.aggregate([stage], RAW).toArray();
  return row?.['out'];
}

const canonical = (value: unknown): string => EJSON.stringify({ value }, { relaxed: false });

describe('what operators give', () => {
  it.each(ROWS)('$name', async (row) => {
    for (const way of ['project', 'set', 'group', 'update'] as const) {
      expect(canonical(await asked(row, way)), way).toBe(canonical(row.gives));
    }
  });

  it('has a row for each operator', () => {
    const named = new Set(JSON.stringify(ROWS.map(({ expression }) => expression)).match(/\$\w+/g));
    expect(OPERATOR_NAMES.filter((name) => !named.has(name))).toEqual([]);
  });
});
