import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOM = import.meta.dirname;
const DEPENDENCIES = ['bson', 'lmdb', 'mingo'];
const MOST_LINES = 250;

const files = readdirSync(ROOM, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.startsWith('testing'))
  .map((name) => ({ name, text: readFileSync(path.join(ROOM, name), 'utf8') }));

describe('the room', () => {
  it('depends on three packages, and on lib', () => {
    const specifiers = files.flatMap(({ text }) =>
      [...text.matchAll(/(?:\bfrom |\bimport\(|\bimport |\brequire\(|\)\()'([^']+)'/g)].map(([, name]) => String(name)),
    );
    const packages = specifiers.filter((name) => !name.startsWith('.') && !name.startsWith('node:'));
    expect([...new Set(packages.map((name) => name.split('/')[0]))].toSorted()).toEqual(DEPENDENCIES);
    const beyond = specifiers.filter((name) => name.startsWith('../..') && !/^(\.\.\/)+lib\//.test(name));
    expect(beyond).toEqual([]);
  });

  it(`has no file over ${MOST_LINES} lines`, () => {
    const large = files.filter(({ text }) => text.split('\n').length - 1 > MOST_LINES).map(({ name }) => name);
    expect(large).toEqual([]);
    expect(files.length).toBeGreaterThan(50);
  });
});
