import { describe, expect, it } from 'vitest';
import { decodeTyped, type Doc, encode } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { prepareUpdate } from './apply-update.js';
import { parseUpdate } from './parse-update.js';

interface Case {
  readonly doc: Doc;
  readonly update: Doc;
  readonly filter?: Doc;
  readonly arrayFilters?: Doc[];
}

function updated({ doc, update, filter = {}, arrayFilters }: Case): Doc {
  const wire = encode({ update, filter, arrayFilters });
  const sent = decodeTyped(wire) as { update: Doc; filter: Doc; arrayFilters?: unknown };
  const context = { filter: sent.filter, arrayFilters: sent.arrayFilters, nowMs: 0 };
  const updater = prepareUpdate(parseUpdate(sent.update, wire), context);
  return decodeTyped(updater.update(encode({ _id: 1, ...doc })));
}

function errorOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

const doc = {
  a: [
    { k: 1, n: 1 },
    { k: 2, n: 5 },
    { k: 3, n: 9 },
  ],
  tags: ['x', 'y'],
  deep: { b: [[1, 2], [3]] },
};

describe('positional paths', () => {
  it.each<Omit<Case, 'doc'> & { means: string; gives: Doc }>([
    { means: 'the matched element', filter: { 'a.k': 2 }, update: { $set: { 'a.$.n': 0 } }, gives: { 'a.1.n': 0 } },
    {
      means: 'the matched scalar',
      filter: { tags: 'y' },
      update: { $set: { 'tags.$': 'z' } },
      gives: { 'tags.1': 'z' },
    },
    {
      means: 'the element of an $elemMatch',
      filter: { a: { $elemMatch: { k: { $gt: 1 }, n: { $gt: 5 } } } },
      update: { $inc: { 'a.$.n': 1 } },
      gives: { 'a.2.n': 10 },
    },
    {
      means: 'the last condition that finds one',
      filter: { 'a.k': 1, $and: [{ 'a.n': 5 }, { tags: { $ne: 'q' } }] },
      update: { $set: { 'a.$.n': 0 } },
      gives: { 'a.1.n': 0 },
    },
    {
      means: 'what exists',
      filter: { 'a.n': { $exists: true } },
      update: { $set: { 'a.$.n': 0 } },
      gives: { 'a.0.n': 0 },
    },
    { means: 'all elements', update: { $inc: { 'a.$[].n': 1 } }, gives: { 'a.0.n': 2, 'a.1.n': 6, 'a.2.n': 10 } },
    { means: 'all of all', update: { $inc: { 'deep.b.$[].$[]': 1 } }, gives: { 'deep.b': [[2, 3], [4]] } },
    {
      means: 'elements by a filter',
      update: { $set: { 'a.$[big].n': 0 } },
      arrayFilters: [{ 'big.n': { $gte: 5 } }],
      gives: { 'a.1.n': 0, 'a.2.n': 0 },
    },
    {
      means: 'elements by two filters',
      update: { $inc: { 'deep.b.$[some].$[odd]': 10 } },
      arrayFilters: [{ some: { $size: 2 } }, { $or: [{ odd: 1 }, { odd: 3 }] }],
      gives: { 'deep.b': [[11, 2], [3]] },
    },
    { means: 'none', update: { $set: { 'a.$[x].n': 0 } }, arrayFilters: [{ 'x.n': 99 }], gives: {} },
  ])('mean $means', ({ gives, ...rest }) => {
    const expected = updated({
      doc,
      update: Object.keys(gives).length > 0 ? { $set: gives } : { $unset: { none: 1 } },
    });
    expect(updated({ doc, ...rest })).toEqual(expected);
  });

  it.each<Omit<Case, 'doc'> & { when: string; code: number }>([
    { when: 'the filter names no array', filter: { _id: 1 }, update: { $set: { 'a.$.n': 0 } }, code: 2 },
    { when: 'the filter asks for absence', filter: { 'a.k': { $ne: 9 } }, update: { $set: { 'a.$.n': 0 } }, code: 2 },
    { when: 'it asks for none', filter: { 'a.z': { $exists: false } }, update: { $set: { 'a.$.n': 0 } }, code: 2 },
    { when: 'there is no array', update: { $set: { 'deep.$[].x': 0 } }, code: 2 },
    { when: 'there is nothing', update: { $set: { 'none.$[].x': 0 } }, code: 2 },
    { when: 'a filter is missing', update: { $set: { 'a.$[x].n': 0 } }, code: 2 },
    { when: 'a filter is not used', update: { $set: { b: 0 } }, arrayFilters: [{ x: 1 }], code: 9 },
    { when: 'a filter has two names', update: { $set: { 'a.$[x]': 0 } }, arrayFilters: [{ x: 1, y: 1 }], code: 9 },
    {
      when: 'two filters have one name',
      update: { $set: { 'a.$[x]': 0 } },
      arrayFilters: [{ x: 1 }, { x: 2 }],
      code: 9,
    },
    { when: 'a name is capital', update: { $set: { 'a.$[X]': 0 } }, arrayFilters: [{ X: 1 }], code: 2 },
    { when: 'a replacement has filters', update: { b: 1 }, arrayFilters: [{ x: 1 }], code: 9 },
    { when: 'the path begins with one', update: { $set: { '$[].x': 0 } }, code: 52 },
    { when: 'two paths meet in one element', update: { $set: { 'a.$[].n': 0, 'a.0.n': 1 } }, code: 40 },
  ])('fail when $when', ({ code, ...rest }) => {
    const error = errorOf(() => updated({ doc, ...rest }));
    expect(error).toBeInstanceOf(MongoError);
    expect(error).toMatchObject({ code });
  });
});
