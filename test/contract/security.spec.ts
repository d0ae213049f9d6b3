import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROWS, WAITING } from '../hostile/waiting.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(ROOT, 'docs/security.md'), 'utf8');

/** Numbers of the rows that the page names, spans included. */
function namedRows(): number[] {
  return [...page.matchAll(/hostile-(\d+)(?: to hostile-(\d+))?/g)].flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_none, index) => Number(first) + index),
  );
}

describe('docs/security.md', () => {
  it('names rows of the list that have tests: `npm run test:hostile` fails for one that has none', () => {
    const rows = namedRows();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => row < 1 || row > ROWS || row in WAITING)).toEqual([]);
  });

  it('names files that exist', () => {
    const files = [...page.matchAll(/`(test\/[\w./-]+)`|\]\((adr\/[\w.-]+)\)/g)].map(([, test, adr]) =>
      test === undefined ? `docs/${adr}` : test,
    );
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });

  it('names settings that exist', () => {
    const settings = new Set(readFileSync(path.join(ROOT, '.env.example'), 'utf8').match(/[A-Z][A-Z_]{3,}/g));
    const named = [...page.matchAll(/`([A-Z][A-Z_]{3,})`/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !settings.has(name))).toEqual([]);
  });
});
