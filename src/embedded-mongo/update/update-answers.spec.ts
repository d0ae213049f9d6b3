import type { mongo } from 'mongoose';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTemporary, type TemporaryServer } from '../testing/temporary-server.js';

/* What updates do to numbers and where they find no place, asked of the server by the driver, with the types as they come over the wire. */

const { Double, Int32, Long } = mongoose.mongo;
const RAW = { promoteValues: false } as const;
const MAX_32 = new Int32(2147483647);
const MAX_64 = Long.MAX_VALUE;

let temporary: TemporaryServer;
let items: mongo.Collection;

beforeAll(async () => {
  temporary = await startTemporary();
  items = temporary.db.collection('items');
});
afterAll(() => temporary.stop());

async function updated(a: unknown, update: mongo.Document): Promise<unknown> {
  await items.deleteMany({});
  await items.insertOne(a === undefined ? {} : { a });
  await items.updateOne({}, update);
  return (await items.findOne({}, RAW))?.['a'];
}

const one = new Int32(1);

describe('numbers in updates', () => {
  it.each<{ from: unknown; update: mongo.Document; is: unknown }>([
    { from: one, update: { $inc: { a: 1 } }, is: new Int32(2) },
    { from: MAX_32, update: { $inc: { a: 1 } }, is: Long.fromString('2147483648') },
    { from: new Int32(-2147483648), update: { $inc: { a: -1 } }, is: Long.fromString('-2147483649') },
    { from: one, update: { $inc: { a: Long.fromNumber(1) } }, is: Long.fromNumber(2) },
    { from: Long.fromNumber(1), update: { $inc: { a: 1 } }, is: Long.fromNumber(2) },
    { from: one, update: { $inc: { a: new Double(1) } }, is: new Double(2) },
    { from: new Double(1), update: { $inc: { a: 1 } }, is: new Double(2) },
    { from: MAX_64, update: { $inc: { a: new Double(1) } }, is: new Double(2 ** 63) },
    { from: undefined, update: { $inc: { a: new Double(1) } }, is: new Double(1) },
    { from: MAX_32, update: { $mul: { a: 2 } }, is: Long.fromString('4294967294') },
    { from: one, update: { $mul: { a: new Double(2) } }, is: new Double(2) },
    { from: undefined, update: { $mul: { a: 2 } }, is: new Int32(0) },
    { from: undefined, update: { $mul: { a: Long.fromNumber(2) } }, is: Long.fromNumber(0) },
    { from: undefined, update: { $mul: { a: new Double(2) } }, is: new Double(0) },
    { from: one, update: { $max: { a: new Double(2) } }, is: new Double(2) },
    { from: one, update: { $min: { a: new Double(1) } }, is: one },
  ])('$from is $is after $update', async ({ from, update, is }) => {
    expect(await updated(from, update)).toEqual(is);
  });

  it.each<{ from: unknown; update: mongo.Document }>([
    { from: MAX_64, update: { $inc: { a: 1 } } },
    { from: Long.MIN_VALUE, update: { $inc: { a: -1 } } },
    { from: MAX_64, update: { $mul: { a: 2 } } },
  ])('64 bits are not enough for $from after $update', async ({ from, update }) => {
    await expect(updated(from, update)).rejects.toMatchObject({ code: 2 });
    expect((await items.findOne({}, RAW))?.['a']).toEqual(from);
  });
});

const OPERANDS: mongo.Document = {
  $set: 1,
  $inc: 1,
  $mul: 1,
  $min: 1,
  $max: 1,
  $currentDate: true,
  $push: 1,
  $addToSet: 1,
  $pull: 1,
  $pullAll: [1],
  $pop: 1,
};
const NO_FIELDS: readonly unknown[] = [1, null, 'x', [1], [{ b: [1] }], new Date(0)];

describe('a field within what has no fields', () => {
  it.each(Object.keys(OPERANDS))('is nothing for %s: PathNotViable', async (operator) => {
    for (const a of NO_FIELDS) {
      const update = { [operator]: { 'a.b': OPERANDS[operator] as unknown } };
      await expect(updated(a, update), JSON.stringify(a)).rejects.toMatchObject({ code: 28 });
    }
    await expect(updated({ b: 1 }, { [operator]: { 'a.b.c': OPERANDS[operator] as unknown } })).rejects.toMatchObject({
      code: 28,
    });
    await expect(updated([1], { [operator]: { 'a.0.b': OPERANDS[operator] as unknown } })).rejects.toMatchObject({
      code: 28,
    });
  });

  it('is nothing to take away for $unset', async () => {
    for (const a of [1, null, 'x']) expect(await updated(a, { $unset: { 'a.b': '' } })).toEqual(a === 1 ? one : a);
  });

  it.each(['$pull', '$pullAll', '$pop'])('is none yet for %s, where there could be one', async (operator) => {
    for (const path of ['a.b', 'a.b.c', 'x.y']) {
      expect(await updated({}, { [operator]: { [path]: OPERANDS[operator] as unknown } })).toEqual({});
    }
    expect(await updated([1], { [operator]: { 'a.4.b': OPERANDS[operator] as unknown } })).toEqual([one]);
  });
});
