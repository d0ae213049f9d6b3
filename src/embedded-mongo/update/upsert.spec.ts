import { describe, expect, it } from 'vitest';
import { BSONRegExp, decodeTyped, type Doc, encode, Int32, ObjectId } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { prepareUpdate } from './apply-update.js';
import { parseUpdate } from './parse-update.js';

function upserted(filter: Doc, update: Doc): Doc {
  const wire = encode(update);
  return decodeTyped(
    prepareUpdate(parseUpdate(decodeTyped(wire), wire), { filter, nowMs: 0 }).insert(decodeTyped(encode(filter))),
  );
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

describe('upsert', () => {
  it.each<{ when: string; filter: Doc; update: Doc; gives: Doc }>([
    { when: 'equalities', filter: { _id: 1, a: 2 }, update: { $set: { b: 3 } }, gives: { _id: 1, a: 2, b: 3 } },
    {
      when: 'an explicit equality',
      filter: { _id: { $eq: 1 }, a: { $in: [2] } },
      update: { $set: {} },
      gives: { _id: 1, a: 2 },
    },
    {
      when: 'a dotted equality',
      filter: { _id: 1, 'a.b': 2 },
      update: { $inc: { 'a.c': 1 } },
      gives: { _id: 1, a: { b: 2, c: 1 } },
    },
    {
      when: 'conditions',
      filter: { _id: 1, a: { $gt: 2 }, b: { $in: [1, 2] } },
      update: { $set: { c: 1 } },
      gives: { _id: 1, c: 1 },
    },
    {
      when: 'and',
      filter: { $and: [{ _id: 1 }, { a: 2 }] },
      update: { $set: { c: 1 } },
      gives: { _id: 1, a: 2, c: 1 },
    },
    { when: 'or', filter: { _id: 1, $or: [{ a: 1 }, { a: 2 }] }, update: { $set: { c: 1 } }, gives: { _id: 1, c: 1 } },
    {
      when: '$setOnInsert',
      filter: { _id: 1 },
      update: { $setOnInsert: { a: 1 }, $inc: { n: 1 } },
      gives: { _id: 1, a: 1, n: 1 },
    },
    { when: 'an _id of the update', filter: { a: 1 }, update: { $set: { _id: 7 } }, gives: { _id: 7, a: 1 } },
    {
      when: 'an _id that comes late',
      filter: { a: 1, _id: 7 },
      update: { $set: { b: 1 } },
      gives: { _id: 7, a: 1, b: 1 },
    },
    { when: 'a replacement', filter: { _id: 1, a: 1 }, update: { b: 1 }, gives: { _id: 1, b: 1 } },
    { when: 'a replacement with an _id', filter: { a: 1 }, update: { b: 1, _id: 2 }, gives: { _id: 2, b: 1 } },
    {
      when: 'a pattern',
      filter: { _id: 1, a: new BSONRegExp('x', '') },
      update: { $set: { b: 1 } },
      gives: { _id: 1, b: 1 },
    },
  ])('upserts from $when', ({ filter, update, gives }) => {
    const made = upserted(filter, update);
    expect(made).toEqual(typed(gives));
    expect(Object.keys(made)[0]).toBe('_id');
  });

  it('makes an _id where nothing names one', () => {
    expect(upserted({ a: 1 }, { $set: { b: 1 } })['_id']).toBeInstanceOf(ObjectId);
    expect(upserted({ a: 1 }, { b: 1 })['_id']).toBeInstanceOf(ObjectId);
  });

  it('refuses to change the _id of the filter', () => {
    expect(errorOf(() => upserted({ _id: 1 }, { $set: { _id: 2 } })).code).toBe(66);
    expect(errorOf(() => upserted({ _id: 1 }, { _id: 2, a: 1 })).code).toBe(66);
    expect(upserted({ _id: 1 }, { _id: 1, a: 1 })).toMatchObject({ _id: new Int32(1) });
  });

  it.each([
    { filter: { a: 1, 'a.b': 1 } },
    { filter: { 'a.b': 1, a: { b: 1 } } },
    { filter: { $and: [{ a: { $eq: { x: 1 } } }, { 'a.b': 1 }] } },
  ])('refuses $filter, which says twice what a field is to be', ({ filter }) => {
    expect(errorOf(() => upserted(filter, { $set: { c: 1 } })).code).toBe(54);
  });
});
