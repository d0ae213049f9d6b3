import { describe, expect, it } from 'vitest';
import { type Doc, encode } from '../bson/bson.js';
import { fieldPath } from '../bson/path.js';
import { KeyWriter } from '../keys/key-writer.js';
import type { Collection, Index } from '../storage/catalogue.js';
import { indexKeysOf } from '../storage/index-keys.js';
import { type Filter, parseFilter } from './filter.js';
import { type Plan, planQuery } from './planner.js';
import { parseSort } from './sort.js';

function index(id: number, key: Record<string, 1 | -1>, options: Partial<Index> = {}): Index {
  const fields = Object.entries(key).map(([path, direction]) => ({ path: fieldPath(path), direction }));
  const name = Object.entries(key).flat().join('_');
  return { id, name, fields, isUnique: false, isSparse: false, isMultikey: false, ...options };
}

const COLLECTION: Collection = {
  id: 1,
  db: 'd',
  name: 'c',
  indexes: [
    index(2, { org: 1, ts: -1 }),
    index(3, { org: 1, model: 1, ts: 1 }),
    index(4, { trace: 1 }, { isUnique: true, isSparse: true }),
    index(5, { tags: 1 }, { isMultikey: true }),
    index(6, { a: 1, b: -1 }),
  ],
};

function plan(filter: Doc, { sort = {}, hint }: { sort?: Doc; hint?: unknown } = {}): Plan {
  return planQuery(COLLECTION, { filter: parseFilter(filter), sort: parseSort(sort), hint });
}

function covers({ ranges, index }: Plan, doc: Doc): boolean {
  if (index === undefined) throw new Error('The plan uses no index');
  const { keys } = indexKeysOf(encode(doc), index, new KeyWriter());
  // A real entry goes on with the _id behind the fields.
  return keys.some((key) => {
    const entry = Buffer.concat([key, Buffer.from([0x20, 0x61, 0])]);
    return ranges.some(({ low, high, isPoint }) =>
      isPoint === true ? low.equals(key) : low.compare(entry) <= 0 && high.compare(entry) > 0,
    );
  });
}

describe(planQuery.name, () => {
  it.each([
    { asks: 'one _id', filter: { _id: 'x', other: 1 }, uses: '_id' },
    {
      asks: 'some _ids of an organization',
      filter: { org: 'o', _id: { $in: ['x', 'y'] }, model: { $exists: true } },
      uses: '_id',
    },
    { asks: 'some _ids', filter: { _id: { $in: ['x', 'y'] } }, uses: '_id' },
    { asks: 'the only matching prefix', filter: { trace: 't' }, uses: 'trace_1' },
    { asks: 'equality and a range', filter: { org: 'o', ts: { $gt: new Date(1) } }, uses: 'org_1_ts_-1' },
    { asks: 'two equalities', filter: { org: 'o', model: 'm' }, uses: 'org_1_model_1_ts_1' },
    { asks: 'the newest', filter: { org: 'o' }, sort: { ts: -1 }, uses: 'org_1_ts_-1' },
    { asks: 'the oldest of a model', filter: { org: 'o', model: 'm' }, sort: { ts: 1 }, uses: 'org_1_model_1_ts_1' },
    { asks: 'an unindexed field', filter: { x: 1 }, uses: 'nothing' },
    { asks: 'the second field alone', filter: { ts: new Date(1) }, uses: 'nothing' },
    { asks: 'an order only', filter: {}, sort: { a: 1, b: -1 }, uses: 'a_1_b_-1' },
    { asks: 'a missing sparse field', filter: { trace: null }, uses: 'nothing' },
    { asks: 'absence in a sparse index', filter: { trace: { $exists: false } }, uses: 'nothing' },
    { asks: 'a range of a sparse field', filter: { trace: { $gte: 'a' } }, uses: 'trace_1' },
    { asks: 'a sparse order', filter: {}, sort: { trace: 1 }, uses: 'nothing' },
    { asks: 'a branch of or', filter: { $or: [{ trace: 't' }, { x: 1 }] }, uses: 'nothing' },
    { asks: 'conditions inside and', filter: { $and: [{ trace: 't' }, { x: 1 }] }, uses: 'trace_1' },
    { asks: 'what must not be', filter: { trace: { $ne: 't' } }, uses: 'nothing' },
    { asks: 'a whole array', filter: { tags: ['a'] }, uses: 'nothing' },
    { asks: 'an element', filter: { tags: 'a' }, uses: 'tags_1' },
  ])('answers $asks by $uses', ({ filter, sort, uses }) => {
    const chosen = plan(filter, { sort: sort ?? {} });
    expect(chosen.index?.name ?? (chosen.isBounded ? '_id' : 'nothing')).toBe(uses);
  });

  it.each([
    { sort: { ts: -1 }, filter: { org: 'o' }, isSorted: true, isReverse: false },
    { sort: { ts: 1 }, filter: { org: 'o' }, isSorted: true, isReverse: true },
    { sort: { a: 1, b: -1 }, filter: {}, isSorted: true, isReverse: false },
    { sort: { a: -1, b: 1 }, filter: {}, isSorted: true, isReverse: true },
    { sort: { a: 1, b: 1 }, filter: { a: { $gt: 0 } }, isSorted: false, isReverse: false },
    { sort: { b: 1 }, filter: { a: 1 }, isSorted: true, isReverse: true },
    { sort: { b: 1 }, filter: { a: { $in: [1, 2] } }, isSorted: false, isReverse: false },
    { sort: { a: 1 }, filter: { a: { $in: [1, 2] } }, isSorted: true, isReverse: false },
    { sort: { tags: 1 }, filter: { tags: { $gt: 'a' } }, isSorted: false, isReverse: false },
    { sort: { x: 1 }, filter: { org: 'o' }, isSorted: false, isReverse: false },
    { sort: { org: 1 }, filter: { org: 'o' }, isSorted: true, isReverse: false },
  ])('walks for $sort of $filter: sorted $isSorted, reverse $isReverse', ({ sort, filter, isSorted, isReverse }) => {
    const chosen = plan(filter, { sort: sort });
    expect({ isSorted: chosen.isSorted, isReverse: chosen.isReverse }).toEqual({ isSorted, isReverse });
  });

  it.each([
    { filter: {}, isExact: true },
    { filter: { org: 'o' }, isExact: true },
    { filter: { org: 'o', ts: { $gte: new Date(1), $lt: new Date(2) } }, isExact: true },
    { filter: { org: 'o', model: { $in: ['a', 'b'] } }, isExact: true },
    { filter: { org: 'o', x: 1 }, isExact: false },
    { filter: { org: 'o', $or: [{ model: 'a' }] }, isExact: false },
    { filter: { org: { $exists: false } }, isExact: false },
    { filter: { org: { $in: ['a'], $ne: 'b' } }, isExact: false },
    { filter: { tags: 'a' }, isExact: false },
  ])('knows whether counting keys is enough for $filter: $isExact', ({ filter, isExact }) => {
    expect(plan(filter as Doc).isExact).toBe(isExact);
  });

  it.each([
    { filter: { org: 'o', model: 'm', ts: { $gt: new Date(1) }, x: 1, y: { $gt: 2 } }, asks: ['x', 'y'] },
    { filter: { $and: [{ org: 'o' }, { $and: [{ model: 'm' }, { x: 1 }] }] }, asks: ['x'] },
    { filter: { org: 'o', ts: { $gt: new Date(1), $ne: new Date(2) } }, asks: ['ts'] },
    { filter: { org: 'o', $or: [{ org: 'p' }] }, asks: ['or'] },
    { filter: { tags: 'a', x: 1 }, asks: ['tags', 'x'] },
    { filter: { $and: [{}] }, asks: [] },
  ])('asks of a document only what the keys of $filter do not tell: $asks', ({ filter, asks }) => {
    const { rest } = plan(filter);
    const named = (one: Filter): string[] =>
      one.kind === 'field' ? [one.path.text] : one.kind === 'and' ? one.filters.flatMap(named) : [one.kind];
    expect(named(rest)).toEqual(asks);
  });

  it.each([
    { filter: { a: 5 }, inside: [{ a: 5, b: 1 }, { a: 5 }], outside: [{ a: 4 }, { a: 6 }, { a: '5' }, {}] },
    { filter: { a: null }, inside: [{}, { a: null }], outside: [{ a: 0 }] },
    { filter: { a: { $gt: 5 } }, inside: [{ a: 5.1 }, { a: Infinity }], outside: [{ a: 5 }, { a: 'x' }, { a: NaN }] },
    { filter: { a: { $lt: 5 } }, inside: [{ a: -Infinity }, { a: 4 }], outside: [{ a: 5 }, { a: NaN }, {}] },
    { filter: { a: { $gte: 5, $lte: 6 } }, inside: [{ a: 5 }, { a: 6 }], outside: [{ a: 4.9 }, { a: 6.1 }] },
    { filter: { a: { $gt: 5, $lt: 5 } }, inside: [], outside: [{ a: 5 }] },
    {
      filter: { a: 1, b: { $gt: 5 } },
      inside: [{ a: 1, b: 6 }],
      outside: [
        { a: 1, b: 5 },
        { a: 1, b: 'x' },
      ],
    },
    {
      filter: { a: 1, b: { $lte: 5 } },
      inside: [
        { a: 1, b: 5 },
        { a: 1, b: -9 },
      ],
      outside: [{ a: 1, b: 5.5 }, { a: 1 }],
    },
    {
      filter: { a: 1, b: { $in: [3, 1, 3] } },
      inside: [
        { a: 1, b: 1 },
        { a: 1, b: 3 },
      ],
      outside: [{ a: 1, b: 2 }],
    },
    {
      filter: { tags: { $gt: 'a', $lt: 'c' } },
      inside: [{ tags: ['b'] }, { tags: ['0', 'z'] }],
      outside: [{ tags: ['0'] }],
    },
  ])('bounds $filter', ({ filter, inside, outside }) => {
    const chosen = plan(filter);
    expect(inside.filter((doc) => !covers(chosen, doc))).toEqual([]);
    expect(outside.filter((doc) => covers(chosen, doc as Doc))).toEqual([]);
  });

  it('keeps ranges ascending and apart, so that order and counts hold', () => {
    const { ranges } = plan({ a: { $in: [3, 1, 2, 1] }, b: { $in: [1, 2] } });
    expect(ranges).toHaveLength(6);
    for (const [at, { low }] of ranges.entries())
      if (at > 0) expect(low.compare(ranges[at - 1]!.high)).toBeGreaterThanOrEqual(0);
  });

  it('does not multiply long lists of values without end', () => {
    const many = Array.from({ length: 100 }, (_, i) => i);
    const chosen = plan({ a: { $in: many }, b: { $in: many } });
    expect(chosen.ranges).toHaveLength(100);
    expect(chosen.isExact).toBe(false);
  });

  it.each([
    { hint: 'org_1_ts_-1', uses: 'org_1_ts_-1' },
    { hint: { org: 1, ts: -1 }, uses: 'org_1_ts_-1' },
    { hint: '_id_', uses: undefined },
    { hint: { $natural: 1 }, uses: undefined },
  ])('obeys the hint $hint', ({ hint, uses }) => {
    expect(plan({ trace: 't' }, { hint }).index?.name).toBe(uses);
  });

  it('refuses a hint that names no index', () => {
    expect(() => plan({}, { hint: 'nope' })).toThrow(/hint provided does not correspond/);
  });
});
