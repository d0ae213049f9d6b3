import { describe, expect, it } from 'vitest';
import { type Doc, encode, Long } from '../bson/bson.js';
import { fieldPath } from '../bson/path.js';
import { KeyWriter } from '../keys/key-writer.js';
import type { Index } from './catalogue.js';
import { indexKeysOf } from './index-keys.js';

function indexOf(key: Record<string, 1 | -1>, isSparse = false): Index {
  const fields = Object.entries(key).map(([path, direction]) => ({ path: fieldPath(path), direction }));
  return { id: 7, name: 'test', fields, isUnique: false, isSparse, isMultikey: false };
}

function keys(doc: Doc, key: Record<string, 1 | -1>, isSparse = false): string[] {
  return indexKeysOf(encode(doc), indexOf(key, isSparse), new KeyWriter()).keys.map((made) => made.toString('hex'));
}

describe(indexKeysOf.name, () => {
  it('starts every key with the number of the index', () => {
    expect(keys({ a: 1 }, { a: 1 })[0]).toMatch(/^00000007/);
  });

  it.each<{ one: Doc; other: Doc; key: Record<string, 1 | -1> }>([
    { one: { a: 1 }, other: { a: Long.fromInt(1) }, key: { a: 1 } },
    { one: {}, other: { a: null }, key: { a: 1 } },
    { one: { a: { b: 1 }, x: 1 }, other: { a: { b: 1, c: 2 } }, key: { 'a.b': 1 } },
    { one: { a: [1, 2] }, other: { a: [2, 1, 2] }, key: { a: 1 } },
    { one: { a: [{ b: 1 }, { b: 2 }] }, other: { a: [{ b: 2 }, { b: 1 }] }, key: { 'a.b': 1 } },
  ])('gives $one and $other the same keys in $key', ({ one, other, key }) => {
    expect(keys(one, key).sort()).toEqual(keys(other, key).sort());
  });

  it.each<{ doc: Doc; key: Record<string, 1 | -1>; count: number }>([
    { doc: { a: 1, b: 2 }, key: { a: 1, b: -1 }, count: 1 },
    { doc: { a: [] }, key: { a: 1 }, count: 1 },
    { doc: { a: [1, 2, 3] }, key: { a: 1 }, count: 3 },
    { doc: { a: [1, 1] }, key: { a: 1 }, count: 1 },
    { doc: { a: [1, 2], b: 5 }, key: { b: 1, a: -1 }, count: 2 },
    { doc: { a: [{ b: [1, 2] }, { b: 3 }] }, key: { 'a.b': 1 }, count: 3 },
  ])('makes $count keys of $doc in $key', ({ doc, key, count }) => expect(keys(doc, key)).toHaveLength(count));

  it('tells an empty array from null and from a missing field', () => {
    expect(keys({ a: [] }, { a: 1 })).not.toEqual(keys({}, { a: 1 }));
  });

  it.each<{ doc: Doc; key: Record<string, 1 | -1>; count: number }>([
    { doc: {}, key: { a: 1 }, count: 0 },
    { doc: { a: null }, key: { a: 1 }, count: 1 },
    { doc: { b: 1 }, key: { a: 1, b: 1 }, count: 1 },
    { doc: { c: 1 }, key: { a: 1, b: 1 }, count: 0 },
    { doc: { a: [{ x: 1 }] }, key: { 'a.b': 1 }, count: 0 },
    { doc: { a: [{ b: 1 }, {}] }, key: { 'a.b': 1 }, count: 2 },
  ])('enters $doc $count times in a sparse index on $key', ({ doc, key, count }) => {
    expect(keys(doc, key, true)).toHaveLength(count);
  });

  it.each<{ doc: Doc; isMultikey: boolean }>([
    { doc: { a: 1 }, isMultikey: false },
    { doc: { a: [1] }, isMultikey: true },
    { doc: { a: [] }, isMultikey: true },
    { doc: { a: { b: 1 } }, isMultikey: false },
  ])('knows whether $doc has several entries: $isMultikey', ({ doc, isMultikey }) => {
    expect(indexKeysOf(encode(doc), indexOf({ a: 1 }), new KeyWriter()).isMultikey).toBe(isMultikey);
  });

  it('orders a descending field the other way round, within equal fields before it', () => {
    const key = { a: 1, b: -1 } as const;
    const docs: Doc[] = [
      { a: 1, b: 9 },
      { a: 1, b: 2 },
      { a: 1, b: null },
      { a: 2, b: 'z' },
      { a: 2, b: 'a' },
      { a: 2, b: '' },
    ];
    const made = docs.flatMap((doc) => keys(doc, key));
    expect([...made].sort()).toEqual(made);
  });

  it.each<{ what: string; doc: Doc; key: Record<string, 1 | -1>; message: RegExp }>([
    { what: 'two arrays', doc: { a: [1, 2], b: [1, 2] }, key: { a: 1, b: 1 }, message: /two arrays/ },
    { what: 'a long text', doc: { a: 'x'.repeat(3000) }, key: { a: 1 }, message: /longer/ },
    { what: 'a long text in an array', doc: { a: ['x'.repeat(3000)] }, key: { a: 1 }, message: /longer/ },
  ])('refuses $what', ({ doc, key, message }) => expect(() => keys(doc, key)).toThrow(message));
});
