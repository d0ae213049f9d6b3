import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTyped, type Doc, encode, numberOf } from '../bson/bson.js';
import { parseSort, sortDocuments } from './sort.js';

function* large(): Generator<Buffer, void> {
  for (let n = 0; n < 30; n++) yield encode({ n, fill: Buffer.alloc(5_000_000) });
}

function order(docs: readonly Doc[], sort: Doc, limit?: number): number[] {
  const raws = docs.map((doc, n) => encode({ n, ...doc }));
  return sortDocuments(raws, parseSort(sort), limit).map((raw) => numberOf(decodeTyped(raw)['n']));
}

describe(sortDocuments.name, () => {
  it.each<{ by: string; docs: Doc[]; sort: Doc; gives: number[] }>([
    { by: 'one field', docs: [{ a: 2 }, { a: 1 }, { a: 3 }], sort: { a: 1 }, gives: [1, 0, 2] },
    { by: 'one field, down', docs: [{ a: 2 }, { a: 1 }, { a: 3 }], sort: { a: -1 }, gives: [2, 0, 1] },
    {
      by: 'two fields',
      docs: [
        { a: 1, b: 1 },
        { a: 1, b: 2 },
        { a: 0, b: 3 },
      ],
      sort: { a: 1, b: -1 },
      gives: [2, 1, 0],
    },
    {
      by: 'the order they came in, where equal',
      docs: [{ a: 1 }, { a: 1 }, { a: 1 }],
      sort: { a: -1 },
      gives: [0, 1, 2],
    },
    { by: 'missing first', docs: [{ a: 0 }, {}, { a: null }], sort: { a: 1 }, gives: [1, 2, 0] },
    { by: 'missing last, down', docs: [{ a: 0 }, {}, { a: '' }], sort: { a: -1 }, gives: [2, 0, 1] },
    { by: 'the smallest element', docs: [{ a: [5, 1] }, { a: 2 }, { a: [] }], sort: { a: 1 }, gives: [2, 0, 1] },
    { by: 'the largest element, down', docs: [{ a: [5, 1] }, { a: 2 }, { a: [3] }], sort: { a: -1 }, gives: [0, 2, 1] },
    { by: 'a nested field', docs: [{ a: { b: 2 } }, { a: { b: 1 } }], sort: { 'a.b': 1 }, gives: [1, 0] },
    {
      by: 'a field in array documents',
      docs: [{ a: [{ b: 5 }, { b: 0 }] }, { a: [{ b: 1 }] }],
      sort: { 'a.b': 1 },
      gives: [0, 1],
    },
    {
      by: 'text where one is the beginning of another',
      docs: [
        { a: 'ab', b: 1 },
        { a: 'a', b: 2 },
      ],
      sort: { a: 1, b: 1 },
      gives: [1, 0],
    },
  ])('sorts by $by', ({ docs, sort, gives }) => expect(order(docs, sort)).toEqual(gives));

  it('gives the same beginning with a limit as without', () => {
    const docs = array(record({ a: integer({ min: 0, max: 9 }), b: constantFrom<unknown>(1, 'x', null, true) }), {
      maxLength: 120,
    });
    assert(
      property(docs, integer({ min: 1, max: 30 }), (list, limit) => {
        expect(order(list, { a: -1, b: 1 }, limit)).toEqual(order(list, { a: -1, b: 1 }).slice(0, limit));
      }),
    );
  });

  it('refuses to hold more than 100 MB, but not to choose a few of more', () => {
    expect(() => sortDocuments(large(), parseSort({ n: -1 }))).toThrow(/memory limit/);
    expect(sortDocuments(large(), parseSort({ n: -1 }), 1)).toHaveLength(1);
  });
});

describe(parseSort.name, () => {
  it.each<{ sort: Doc }>([
    { sort: { a: 0 } },
    { sort: { a: 'asc' } },
    { sort: { a: 2 } },
    { sort: { a: { $meta: 'textScore' } } },
  ])('refuses $sort', ({ sort }) => expect(() => parseSort(sort)).toThrow());
});
