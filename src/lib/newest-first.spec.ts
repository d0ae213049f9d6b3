import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestFirst, type Position, type TimeOrdered } from './newest-first.js';

interface Row {
  readonly atMs: number;
  readonly id: string;
}

/** A source as a database is one: within an instant it gives its rows as they lie. */
function sourceOf(rows: readonly Row[]): TimeOrdered<Row> {
  return {
    atInstant: async (at, belowId, limit) =>
      rows
        .filter((row) => row.atMs === at.getTime() && (belowId === null || row.id < belowId))
        .sort((one, other) => (one.id < other.id ? 1 : -1))
        .slice(0, limit),
    before: async (at, limit) =>
      rows
        .filter((row) => at === null || row.atMs < at.getTime())
        .sort((one, other) => other.atMs - one.atMs)
        .slice(0, limit),
    positionOf: ({ atMs, id }) => ({ at: new Date(atMs), id }),
  };
}

/** Reads page after page; between two of them something may arrive. */
async function allPages(rows: Row[], limit: number, arriving: readonly Row[] = []): Promise<Row[]> {
  const waiting = [...arriving];
  const seen: Row[] = [];
  let after: Position | null = null;
  for (;;) {
    const page: Row[] = await newestFirst(sourceOf(rows), after, limit);
    seen.push(...page);
    const last = page.at(-1);
    if (page.length < limit || last === undefined) return seen;
    after = { at: new Date(last.atMs), id: last.id };
    const next = waiting.shift();
    if (next !== undefined) rows.push(next);
  }
}

const row = fc.record({
  atMs: fc.nat(5),
  id: fc.string({ minLength: 3, maxLength: 6, unit: fc.constantFrom('a', 'b', 'c') }),
});
const rows = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 40 });

describe('newestFirst', () => {
  it('gives every row once and in order, whatever the size of a page and however many share an instant', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 12 }), async (all, limit) => {
        const wanted = [...all].sort((a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1));
        expect(await allPages([...all], limit)).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });

  it('repeats and skips none of those that were there, while others arrive with any time', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 5 }), fc.nat(30), async (all, limit, count) => {
        const [there, arriving] = [all.slice(count), all.slice(0, count)];
        const ids = (await allPages([...there], limit, arriving)).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toEqual(expect.arrayContaining(there.map(({ id }) => id)));
      }),
      { numRuns: 500 },
    );
  });
});
