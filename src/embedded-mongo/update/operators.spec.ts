import { describe, expect, it } from 'vitest';
import { decodeTyped, type Doc, Double, encode, Long, Timestamp } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { prepareUpdate } from './apply-update.js';
import { parseUpdate } from './parse-update.js';

/** The operators that the stores here don't use, and others' software does. Everything goes over the wire once. */

const NOW_MS = 1_700_000_000_500;

function updated(doc: Doc, update: Doc): Doc {
  const wire = encode(update);
  const updater = prepareUpdate(parseUpdate(decodeTyped(wire), wire), { filter: {}, nowMs: NOW_MS });
  return decodeTyped(updater.update(encode({ _id: 1, ...doc })));
}

function typed(doc: Doc): Doc {
  return decodeTyped(encode({ _id: 1, ...doc }));
}

function codeOf(run: () => unknown): number {
  try {
    run();
  } catch (error) {
    if (error instanceof MongoError) return error.code;
    throw error;
  }
  throw new Error('Nothing was thrown');
}

describe('update operators', () => {
  it.each<{ does: string; doc: Doc; update: Doc; gives: Doc }>([
    { does: 'multiplies', doc: { a: 3 }, update: { $mul: { a: 4 } }, gives: { a: 12 } },
    { does: 'multiplies by a fraction', doc: { a: 3 }, update: { $mul: { a: 0.5 } }, gives: { a: new Double(1.5) } },
    {
      does: 'widens a product',
      doc: { a: 2147483647 },
      update: { $mul: { a: 2 } },
      gives: { a: Long.fromString('4294967294') },
    },
    { does: 'multiplies what is missing', doc: {}, update: { $mul: { a: 4 } }, gives: { a: 0 } },
    { does: 'takes off the last', doc: { a: [1, 2, 3] }, update: { $pop: { a: 1 } }, gives: { a: [1, 2] } },
    { does: 'takes off the first', doc: { a: [1, 2, 3] }, update: { $pop: { a: -1 } }, gives: { a: [2, 3] } },
    { does: 'takes off nothing', doc: { a: [] }, update: { $pop: { a: 1, b: 1 } }, gives: { a: [] } },
    {
      does: 'pulls all of a list',
      doc: { a: [1, 2, 1, { b: 1 }, 3] },
      update: { $pullAll: { a: [1, { b: 1 }], b: [1] } },
      gives: { a: [2, 3] },
    },
    { does: 'renames', doc: { a: 1, b: 2 }, update: { $rename: { a: 'c.d' } }, gives: { b: 2, c: { d: 1 } } },
    {
      does: 'renames null',
      doc: { a: null, b: 2 },
      update: { $rename: { a: 'c.d' } },
      gives: { b: 2, c: { d: null } },
    },
    { does: 'renames onto another', doc: { a: 1, b: 2 }, update: { $rename: { a: 'b' } }, gives: { b: 1 } },
    {
      does: 'renames nothing',
      doc: { a: 1, b: 2 },
      update: { $rename: { x: 'b', 'd.y': 'c.z' } },
      gives: { a: 1, b: 2 },
    },
    {
      does: 'renames nothing into an array',
      doc: { a: [{ b: 1 }] },
      update: { $rename: { x: 'a.0.b', 'a.1.b': 'c' } },
      gives: { a: [{ b: 1 }] },
    },
    {
      does: 'keeps the sign of a zero',
      doc: { a: new Double(-0), b: new Double(-0) },
      update: { $mul: { a: new Double(0.5) }, $inc: { b: new Double(-0) } },
      gives: { a: new Double(-0), b: new Double(-0) },
    },
    { does: 'sets the time', doc: {}, update: { $currentDate: { a: true } }, gives: { a: new Date(NOW_MS) } },
    {
      does: 'sets the time by type',
      doc: {},
      update: { $currentDate: { a: { $type: 'date' }, b: { $type: 'timestamp' } } },
      gives: { a: new Date(NOW_MS), b: new Timestamp({ t: 1_700_000_000, i: 1 }) },
    },
    {
      does: 'pushes at a place',
      doc: { a: [1, 2] },
      update: { $push: { a: { $each: [8, 9], $position: 1 } } },
      gives: { a: [1, 8, 9, 2] },
    },
    {
      does: 'pushes from the end',
      doc: { a: [1, 2] },
      update: { $push: { a: { $each: [9], $position: -1 } } },
      gives: { a: [1, 9, 2] },
    },
    {
      does: 'sorts, then cuts',
      doc: { a: [3, 1] },
      update: { $push: { a: { $each: [2, 'x'], $sort: -1, $slice: 3 } } },
      gives: { a: ['x', 3, 2] },
    },
    {
      does: 'sorts by fields',
      doc: { a: [{ n: 2, t: 1 }, { n: 1, t: 2 }, 5] },
      update: { $push: { a: { $each: [{ n: 1, t: 1 }], $sort: { n: 1, t: -1 } } } },
      gives: { a: [5, { n: 1, t: 2 }, { n: 1, t: 1 }, { n: 2, t: 1 }] },
    },
  ])('$does', ({ doc, update, gives }) => expect(updated(doc, update)).toEqual(typed(gives)));

  it.each<{ when: string; doc: Doc; update: Doc; code: number }>([
    { when: 'text is multiplied', doc: { a: 'x' }, update: { $mul: { a: 1 } }, code: 14 },
    { when: 'it is multiplied by text', doc: { a: 1 }, update: { $mul: { a: 'x' } }, code: 14 },
    { when: 'it is taken off a number', doc: { a: 1 }, update: { $pop: { a: 1 } }, code: 14 },
    { when: 'both ends are taken off', doc: {}, update: { $pop: { a: 2 } }, code: 9 },
    { when: 'the list is none', doc: {}, update: { $pullAll: { a: 1 } }, code: 2 },
    { when: 'it is pulled from a number', doc: { a: 1 }, update: { $pullAll: { a: [1] } }, code: 2 },
    { when: 'the new name is none', doc: { a: 1 }, update: { $rename: { a: 1 } }, code: 2 },
    { when: 'the new name is inside', doc: { a: 1 }, update: { $rename: { a: 'a.b' } }, code: 40 },
    { when: 'an element is renamed', doc: { a: [{ b: 1 }] }, update: { $rename: { 'a.0.b': 'c' } }, code: 2 },
    { when: 'the way leads through a number', doc: { a: 1 }, update: { $rename: { 'a.b': 'c' } }, code: 28 },
    { when: 'the way leads through null', doc: { a: null }, update: { $rename: { 'a.b': 'c' } }, code: 28 },
    { when: 'the way leads through an array', doc: { a: [{ b: 1 }] }, update: { $rename: { 'a.b': 'c' } }, code: 28 },
    { when: 'it is renamed to an element', doc: { a: [1], b: 2 }, update: { $rename: { b: 'a.0' } }, code: 2 },
    { when: '_id is renamed', doc: { a: 1 }, update: { $rename: { _id: 'b' } }, code: 66 },
    { when: 'there is no such date', doc: {}, update: { $currentDate: { a: { $type: 'x' } } }, code: 2 },
    { when: 'elements are sorted by 2', doc: {}, update: { $push: { a: { $each: [], $sort: 2 } } }, code: 2 },
    { when: 'the place is no integer', doc: {}, update: { $push: { a: { $each: [], $position: 0.5 } } }, code: 2 },
  ])('fails as MongoDB does when $when', ({ doc, update, code }) => {
    expect(codeOf(() => updated(doc, update))).toBe(code);
  });
});

describe('an update by stages', () => {
  function piped(doc: Doc, stages: readonly Doc[]): Doc {
    const updater = prepareUpdate(parseUpdate(stages, encode({})), { filter: {}, nowMs: 0 });
    return decodeTyped(updater.update(encode({ _id: 1, ...doc })));
  }

  it.each<{ does: string; stages: Doc[]; gives: Doc }>([
    {
      does: 'sets from other fields',
      stages: [{ $set: { sum: { $add: ['$a', '$b'] } } }],
      gives: { a: 1, b: 2, sum: 3 },
    },
    { does: 'removes', stages: [{ $unset: ['a'] }], gives: { b: 2 } },
    { does: 'replaces, keeping _id', stages: [{ $replaceWith: { c: '$b' } }], gives: { c: 2 } },
    { does: 'goes in order', stages: [{ $set: { a: '$b' } }, { $set: { b: '$a' } }], gives: { a: 2, b: 2 } },
  ])('$does', ({ stages, gives }) => expect(piped({ a: 1, b: 2 }, stages)).toEqual(typed(gives)));

  it('makes a document of an upsert', () => {
    const parsed = parseUpdate([{ $set: { b: '$a' } }], encode({}));
    const filter = { _id: 7, a: 3 };
    expect(decodeTyped(prepareUpdate(parsed, { filter, nowMs: 0 }).insert(filter))).toEqual(
      decodeTyped(encode({ _id: 7, a: 3, b: 3 })),
    );
  });

  it.each<{ when: string; run: () => unknown; code: number }>([
    { when: 'a stage is none of an update', run: () => piped({}, [{ $match: { a: 1 } }]), code: 72 },
    { when: 'a stage has two names', run: () => piped({}, [{ $set: {}, $unset: 'a' }]), code: 40323 },
    { when: '_id is changed', run: () => piped({}, [{ $set: { _id: 2 } }]), code: 66 },
  ])('fails when $when', ({ run, code }) => expect(codeOf(run)).toBe(code));
});
