import { describe, expect, it } from 'vitest';
import { type Doc, encode, T } from './bson.js';
import { decodeValue } from './element-value.js';
import { fieldPath, resolvePath, visitPath } from './path.js';

const MISSING = 'missing';

function visited(doc: Doc, path: string): unknown[] {
  const raw = encode(doc);
  const found: unknown[] = [];
  visitPath(raw, 0, fieldPath(path), {
    value: (type, at, isElement) => {
      const value = type === 0 ? MISSING : JSON.stringify(decodeValue(raw, type, at));
      found.push(isElement ? `[${value}]` : value);
    },
  });
  return found;
}

describe(visitPath.name, () => {
  it.each<{ doc: Doc; path: string; sees: string[] }>([
    { doc: { a: 1 }, path: 'a', sees: ['1'] },
    { doc: { a: 1 }, path: 'b', sees: [MISSING] },
    { doc: { a: { b: 1 } }, path: 'a.b', sees: ['1'] },
    { doc: { a: { b: 1 } }, path: 'a.c', sees: [MISSING] },
    { doc: { a: 1 }, path: 'a.b', sees: [MISSING] },
    { doc: { a: null }, path: 'a.b', sees: [MISSING] },
    { doc: { a: [1, 2] }, path: 'a', sees: ['[1]', '[2]', '[1,2]'] },
    { doc: { a: [] }, path: 'a', sees: ['[]'] },
    { doc: { a: [] }, path: 'a.b', sees: [`[${MISSING}]`] },
    { doc: { a: [1] }, path: 'a.b', sees: [`[${MISSING}]`] },
    { doc: { a: [{ b: 1 }, { b: 2 }, 3, {}] }, path: 'a.b', sees: ['1', '2', MISSING] },
    { doc: { a: [{ b: [1, 2] }] }, path: 'a.b', sees: ['[1]', '[2]', '[1,2]'] },
    { doc: { a: [5, 6] }, path: 'a.1', sees: ['6'] },
    { doc: { a: [{ 1: 'x' }, 7] }, path: 'a.1', sees: ['"x"', '7'] },
    { doc: { a: [[1], [2]] }, path: 'a', sees: ['[[1]]', '[[2]]', '[[1],[2]]'] },
    { doc: { 'a.b': 1 }, path: 'a.b', sees: [MISSING] },
  ])('sees $sees at $path of $doc', ({ doc, path, sees }) => expect(visited(doc, path)).toEqual(sees));
});

describe(resolvePath.name, () => {
  it.each<{ doc: Doc; path: string; gives: number | 'array' | undefined }>([
    { doc: { a: { b: { c: 1 } } }, path: 'a.b.c', gives: T.int32 },
    { doc: { a: [1] }, path: 'a', gives: T.array },
    { doc: { a: [{ b: 1 }] }, path: 'a.b', gives: 'array' },
    { doc: { a: { b: [{ c: 1 }] } }, path: 'a.b.c', gives: 'array' },
    { doc: { a: 1 }, path: 'a.b', gives: undefined },
    { doc: {}, path: 'a', gives: undefined },
  ])('finds $path of $doc: $gives', ({ doc, path, gives }) => {
    const found = resolvePath(encode(doc), fieldPath(path));
    expect(typeof found === 'object' ? found.type : found).toBe(gives);
  });
});
