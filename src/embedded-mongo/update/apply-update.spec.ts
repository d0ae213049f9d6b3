import { describe, expect, it } from 'vitest';
import { BSONRegExp, Decimal128, decodeTyped, type Doc, Double, encode, Int32, Long, ObjectId } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { prepareUpdate } from './apply-update.js';
import { parseUpdate } from './parse-update.js';

/** Everything goes over the wire once, so that numbers are BSON classes as in real commands. */
function updated(doc: Doc, update: Doc): Doc {
  return decodeTyped(updatedRaw(encode(doc), update));
}

function updatedRaw(raw: Buffer, update: Doc): Buffer {
  const wire = encode(update);
  return prepareUpdate(parseUpdate(decodeTyped(wire), wire), { filter: {}, nowMs: 0 }).update(raw);
}

function typed(doc: Doc): Doc {
  return decodeTyped(encode(doc));
}

function errorOf(run: () => unknown): { code: number; message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof MongoError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('Nothing was thrown');
}

const big = Long.fromString('9007199254740993');

describe(prepareUpdate.name, () => {
  it.each<{ does: string; doc: Doc; update: Doc; gives: Doc }>([
    { does: 'sets a field', doc: { a: 1 }, update: { $set: { a: 2 } }, gives: { a: 2 } },
    { does: 'adds a field at the end', doc: { a: 1 }, update: { $set: { b: 2 } }, gives: { a: 1, b: 2 } },
    { does: 'makes documents on the way', doc: {}, update: { $set: { 'a.b.c': 1 } }, gives: { a: { b: { c: 1 } } } },
    {
      does: 'sets inside a document',
      doc: { a: { b: 1, c: 2 } },
      update: { $set: { 'a.b': 3 } },
      gives: { a: { b: 3, c: 2 } },
    },
    { does: 'sets an element', doc: { a: [1, 2] }, update: { $set: { 'a.1': 9 } }, gives: { a: [1, 9] } },
    {
      does: 'fills an array up with null',
      doc: { a: [1] },
      update: { $set: { 'a.3': 9 } },
      gives: { a: [1, null, null, 9] },
    },
    {
      does: 'sets inside an element',
      doc: { a: [{ b: 1 }] },
      update: { $set: { 'a.0.b': 2 } },
      gives: { a: [{ b: 2 }] },
    },
    { does: 'makes a document with a numeric name', doc: {}, update: { $set: { 'a.0': 1 } }, gives: { a: { 0: 1 } } },
    {
      does: 'sets a document as a whole',
      doc: { a: { b: 1 } },
      update: { $set: { a: { c: 1 } } },
      gives: { a: { c: 1 } },
    },
    { does: 'sets a dollar deeper down', doc: {}, update: { $set: { 'a.$b': 1 } }, gives: { a: { $b: 1 } } },
    { does: 'sets null', doc: { a: 1 }, update: { $set: { a: null } }, gives: { a: null } },
    { does: 'unsets', doc: { a: 1, b: 2 }, update: { $unset: { a: '' } }, gives: { b: 2 } },
    { does: 'unsets nothing', doc: { a: 1 }, update: { $unset: { x: 1, 'a.b': 1, 'y.z': 1 } }, gives: { a: 1 } },
    { does: 'unsets inside', doc: { a: { b: 1, c: 2 } }, update: { $unset: { 'a.b': 1 } }, gives: { a: { c: 2 } } },
    {
      does: 'leaves a null for an element',
      doc: { a: [1, 2] },
      update: { $unset: { 'a.0': 1 } },
      gives: { a: [null, 2] },
    },
    { does: 'unsets by name in no array', doc: { a: [1] }, update: { $unset: { 'a.b': 1 } }, gives: { a: [1] } },
    { does: 'increments', doc: { a: 1 }, update: { $inc: { a: 2 } }, gives: { a: 3 } },
    { does: 'increments what is missing', doc: {}, update: { $inc: { 'a.b': 2 } }, gives: { a: { b: 2 } } },
    { does: 'increments an element', doc: { a: [1, 2] }, update: { $inc: { 'a.1': -5 } }, gives: { a: [1, -3] } },
    { does: 'increments by a fraction', doc: { a: 1 }, update: { $inc: { a: 0.5 } }, gives: { a: new Double(1.5) } },
    {
      does: 'widens 32 bits',
      doc: { a: 2147483647 },
      update: { $inc: { a: 1 } },
      gives: { a: Long.fromString('2147483648') },
    },
    {
      does: 'keeps 64 bits exact',
      doc: { a: big },
      update: { $inc: { a: 1 } },
      gives: { a: Long.fromString('9007199254740994') },
    },
    {
      does: 'keeps a double a double',
      doc: { a: new Double(2) },
      update: { $inc: { a: 1 } },
      gives: { a: new Double(3) },
    },
    { does: 'takes the smaller', doc: { a: 5, b: 5 }, update: { $min: { a: 3, b: 7 } }, gives: { a: 3, b: 5 } },
    { does: 'takes the larger', doc: { a: 5, b: 5 }, update: { $max: { a: 3, b: 7 } }, gives: { a: 5, b: 7 } },
    { does: 'sets a missing extreme', doc: {}, update: { $min: { a: 3 }, $max: { b: 4 } }, gives: { a: 3, b: 4 } },
    { does: 'compares over types', doc: { a: 5 }, update: { $max: { a: 'x' } }, gives: { a: 'x' } },
    {
      does: 'compares dates',
      doc: { a: new Date(5) },
      update: { $max: { a: new Date(9) } },
      gives: { a: new Date(9) },
    },
    { does: 'ignores $setOnInsert', doc: { a: 1 }, update: { $setOnInsert: { a: 2, b: 1 } }, gives: { a: 1 } },
    { does: 'pushes', doc: { a: [1] }, update: { $push: { a: [2] } }, gives: { a: [1, [2]] } },
    { does: 'pushes to nothing', doc: {}, update: { $push: { 'a.b': 1 } }, gives: { a: { b: [1] } } },
    { does: 'pushes each', doc: { a: [1] }, update: { $push: { a: { $each: [2, 3] } } }, gives: { a: [1, 2, 3] } },
    {
      does: 'keeps the last',
      doc: { a: [1, 2] },
      update: { $push: { a: { $each: [3], $slice: -2 } } },
      gives: { a: [2, 3] },
    },
    {
      does: 'keeps the first',
      doc: { a: [1, 2] },
      update: { $push: { a: { $each: [3], $slice: 2 } } },
      gives: { a: [1, 2] },
    },
    { does: 'keeps none', doc: { a: [1] }, update: { $push: { a: { $each: [], $slice: 0 } } }, gives: { a: [] } },
    { does: 'adds to a set', doc: { a: [1, 2] }, update: { $addToSet: { a: new Double(2) } }, gives: { a: [1, 2] } },
    { does: 'adds each', doc: { a: [1] }, update: { $addToSet: { a: { $each: [2, 1, 2] } } }, gives: { a: [1, 2] } },
    { does: 'adds an array', doc: {}, update: { $addToSet: { a: [1] } }, gives: { a: [[1]] } },
    { does: 'pulls a value', doc: { a: [1, 2, 1] }, update: { $pull: { a: 1 } }, gives: { a: [2] } },
    { does: 'pulls by operators', doc: { a: [1, 5, 9] }, update: { $pull: { a: { $gte: 5 } } }, gives: { a: [1] } },
    { does: 'pulls a list', doc: { a: [1, 5, 9] }, update: { $pull: { a: { $in: [1, 9] } } }, gives: { a: [5] } },
    {
      does: 'pulls by a filter',
      doc: { a: [{ b: 1, c: 1 }, { b: 2 }] },
      update: { $pull: { a: { b: 1 } } },
      gives: { a: [{ b: 2 }] },
    },
    {
      does: 'pulls a pattern',
      doc: { a: ['x', 'y'] },
      update: { $pull: { a: new BSONRegExp('^x', '') } },
      gives: { a: ['y'] },
    },
    { does: 'unsets by name in no array', doc: { a: [1] }, update: { $unset: { 'a.b': 1 } }, gives: { a: [1] } },
    { does: 'unsets within no scalar', doc: { a: 1 }, update: { $unset: { 'a.b': 1 } }, gives: { a: 1 } },
    { does: 'pops at no such place', doc: { a: [1] }, update: { $pop: { 'a.4.b': 1 } }, gives: { a: [1] } },
    {
      does: 'pulls by either',
      doc: { a: [{ b: 1 }, { b: 2 }, { c: 3 }, 4] },
      update: { $pull: { a: { $or: [{ b: 1 }, { c: 3 }] } } },
      gives: { a: [{ b: 2 }, 4] },
    },
    { does: 'pulls from nothing', doc: { b: 1 }, update: { $pull: { a: 1 } }, gives: { b: 1 } },
    {
      does: 'does several at once',
      doc: { a: 1 },
      update: { $inc: { a: 1 }, $set: { b: 1 }, $unset: { c: 1 } },
      gives: { a: 2, b: 1 },
    },
    { does: 'replaces', doc: { _id: 1, a: 1, b: 2 }, update: { c: 3 }, gives: { _id: 1, c: 3 } },
    {
      does: 'sets a field called __proto__',
      doc: {},
      update: { $set: JSON.parse('{"a.__proto__": 1}') as Doc },
      gives: { a: JSON.parse('{"__proto__": 1}') },
    },
  ])('$does', ({ doc, update, gives }) => {
    expect(updated({ _id: 1, ...doc }, update)).toEqual(typed({ _id: 1, ...gives }));
  });

  it('leaves the bytes of other fields alone, whatever their types', () => {
    const doc = {
      _id: 1,
      i: new Int32(1),
      d: new Double(1),
      l: Long.fromInt(1),
      n: Decimal128.fromString('1.00'),
      t: new Date(1),
    };
    const raw = encode({ ...doc, o: new ObjectId(), sub: { d: new Double(2), l: Long.fromInt(2) } });
    const after = updatedRaw(raw, { $set: { 'sub.x': 1 } });
    const expected = encode({ ...decodeTyped(raw), sub: { d: new Double(2), l: Long.fromInt(2), x: new Int32(1) } });
    expect(after.equals(expected)).toBe(true);
  });

  it('gives the same bytes where nothing changes, so that nothing counts as modified', () => {
    const raw = encode({ _id: 1, a: 1, b: [1, new Double(2)], c: { d: Long.fromInt(1) } });
    const same: Doc = { $set: { a: 1 }, $max: { 'c.d': -1 }, $addToSet: { b: 1 }, $unset: { x: 1 } };
    expect(updatedRaw(raw, same).equals(raw)).toBe(true);
  });

  it.each<{ when: string; doc: Doc; update: Doc; code: number }>([
    { when: 'the way leads through a scalar', doc: { a: 1 }, update: { $set: { 'a.b': 1 } }, code: 28 },
    { when: 'the way leads through null', doc: { a: null }, update: { $set: { 'a.b': 1 } }, code: 28 },
    { when: 'a name is asked of an array', doc: { a: [1] }, update: { $set: { 'a.b': 1 } }, code: 28 },
    { when: 'text is incremented', doc: { a: 'x' }, update: { $inc: { a: 1 } }, code: 14 },
    { when: 'null is incremented', doc: { a: null }, update: { $inc: { a: 1 } }, code: 14 },
    { when: 'it is incremented by text', doc: { a: 1 }, update: { $inc: { a: 'x' } }, code: 14 },
    { when: '64 bits overflow', doc: { a: Long.MAX_VALUE }, update: { $inc: { a: 1 } }, code: 2 },
    { when: 'it is pushed onto a number', doc: { a: 1 }, update: { $push: { a: 1 } }, code: 2 },
    { when: 'a number is used as a set', doc: { a: 1 }, update: { $addToSet: { a: 1 } }, code: 2 },
    { when: 'it is pulled from a number', doc: { a: 1 }, update: { $pull: { a: 1 } }, code: 2 },
    { when: '$each is no array', doc: {}, update: { $push: { a: { $each: 1 } } }, code: 14 },
    { when: '$slice is no integer', doc: {}, update: { $push: { a: { $each: [], $slice: 'x' } } }, code: 2 },
    { when: 'one field is changed twice', doc: {}, update: { $set: { a: 1 }, $inc: { a: 1 } }, code: 40 },
    { when: 'a field and one inside it are changed', doc: {}, update: { $set: { a: 1, 'a.b.c': 1 } }, code: 40 },
    { when: '_id is changed', doc: {}, update: { $set: { _id: 2 } }, code: 66 },
    { when: '_id is removed', doc: {}, update: { $unset: { _id: 1 } }, code: 66 },
    { when: 'a replacement has another _id', doc: {}, update: { _id: 2, a: 1 }, code: 66 },
    { when: 'a path is empty', doc: {}, update: { $set: { 'a..b': 1 } }, code: 56 },
    { when: 'a name starts with a dollar', doc: {}, update: { $set: { $b: 1 } }, code: 52 },
    { when: 'operators and fields are mixed', doc: {}, update: { $set: { a: 1 }, b: 1 }, code: 9 },
    { when: 'an operator has no document', doc: {}, update: { $set: 1 }, code: 9 },
    { when: 'an array would grow enormously', doc: { a: [] }, update: { $set: { 'a.9999999': 1 } }, code: 2 },
  ])('fails as MongoDB does when $when', ({ doc, update, code }) => {
    const failure = errorOf(() => updated({ _id: 1, ...doc }, update));
    expect(failure).toMatchObject({ code });
    expect(failure.message).not.toMatch(/MONGO_URI/);
  });

  it('accepts an _id that is set to what it is', () => {
    expect(updated({ _id: 1 }, { $set: { _id: 1, a: 1 } })).toEqual(typed({ _id: 1, a: 1 }));
    expect(updated({ _id: 1 }, { _id: 1, a: 1 })).toEqual(typed({ _id: 1, a: 1 }));
  });

  it.each<{ update: Doc }>([
    { update: { $bit: { a: { and: 1 } } } },
    { update: { $inc: { d: 1 } } },
    { update: { $mul: { d: 1 } } },
    { update: { $mul: { new: Decimal128.fromString('2') } } },
    { update: { $push: { a: { $each: [], $other: 1 } } } },
  ])('leaves $update to MongoDB', ({ update }) => {
    const failure = errorOf(() => updated({ _id: 1, a: [1], d: Decimal128.fromString('1') }, update));
    expect(failure).toMatchObject({
      code: 9,
      message: expect.stringMatching(/embedded database: set MONGO_URI/) as string,
    });
  });

  it('refuses a document that grew over 16 MiB', () => {
    const raw = encode({ _id: 1, a: 'x'.repeat(9_000_000) });
    expect(errorOf(() => updatedRaw(raw, { $set: { b: 'x'.repeat(9_000_000) } })).code).toBe(17419);
  });
});
