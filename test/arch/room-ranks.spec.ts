import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RANKS } from './support/rooms.js';
import { finding, parse, roomOf, type Source, sources } from './support/sources.js';

/** A room has a rank and imports only rooms of a lower one; equal ranks never meet. */
function wrongRanks(files: readonly Source[]): string[] {
  return files.flatMap((source) => {
    const own = RANKS.get(source.room);
    if (own === undefined) return [finding(source, 1, `is in the room "${source.room}", which has no rank`)];
    return source.imports.flatMap(({ file, line }) => {
      if (file === null || roomOf(file) === source.room) return [];
      const rank = RANKS.get(roomOf(file)) ?? Infinity;
      return rank < own ? [] : [finding(source, line, `(rank ${own}) must not import ${file} (rank ${rank})`)];
    });
  });
}

describe('room ranks', () => {
  it('hold in src', () => expect(wrongRanks(sources())).toEqual([]));

  it('are the ones that docs/architecture.md draws', () => {
    const page = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');
    const drawn = [...page.matchAll(/^\| (\d) \| `([a-z-]+)\/?` \|/gm)].map(([, rank, room]) => [room, Number(rank)]);
    expect(drawn).toEqual([...RANKS]);
  });

  it.each([
    { verdict: 1, what: 'a higher room', path: 'drift/a.ts', specifier: '../risk/risk.service.js' },
    { verdict: 1, what: 'an equal room', path: 'drift/a.ts', specifier: '../ingest/ingest.service.js' },
    { verdict: 1, what: 'the root', path: 'drift/a.ts', specifier: '../main.js' },
    { verdict: 1, what: 'a room without a rank', path: 'drift/a.ts', specifier: '../shed/shed.service.js' },
    { verdict: 1, what: 'what lies outside of src', path: 'drift/a.ts', specifier: '../../test/support/golden.js' },
    { verdict: 1, what: 'anything, from a room without a rank', path: 'shed/a.ts', specifier: '../lib/clamp.js' },
    { verdict: 0, what: 'a lower room', path: 'drift/a.ts', specifier: '../telemetry/telemetry.service.js' },
    { verdict: 0, what: 'its own room', path: 'drift/methods/a.ts', specifier: '../b.js' },
    { verdict: 0, what: 'a package', path: 'drift/a.ts', specifier: 'mongoose' },
    { verdict: 0, what: 'any room, from the root', path: 'main.ts', specifier: './dashboard/dashboard.module.js' },
  ])('find $verdict fault in importing $what', ({ verdict, path, specifier }) => {
    expect(wrongRanks([parse(path, `import type { A } from '${specifier}';`)])).toHaveLength(verdict);
  });
});
