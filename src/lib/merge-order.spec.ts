import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binOf, type LogHistogram, merged } from './log-histogram.js';
import { countsOf } from './signal-counter.js';
import { mergedCounts } from './signal-counts.js';

/** Merges two at a time, whichever two the picks say. */
function mergedByPairs<T>(parts: readonly T[], picks: readonly number[], merge: (one: T, other: T) => T): T[] {
  const left = [...parts];
  const take = (pick = 0): T[] => left.splice(pick % left.length, 1);
  for (let at = 0; left.length > 1; at += 2) left.push([...take(picks[at]), ...take(picks[at + 1])].reduce(merge));
  return left;
}

function histogramOf(values: readonly number[]): LogHistogram {
  return values.map((value) => ({ [String(binOf(value))]: 1 })).reduce(merged, {});
}

const MAX_PARTS = 8;
const picks = fc.array(fc.nat(), { minLength: 2 * MAX_PARTS, maxLength: 2 * MAX_PARTS });

function partsOf<T>(value: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[][]> {
  return fc.array(fc.array(value, { maxLength, size: 'max' }), { minLength: 1, maxLength: MAX_PARTS, size: 'max' });
}

describe('identical counts, in whatever order and by whatever pairs they are merged', () => {
  it('come of histograms of latencies', () => {
    fc.assert(
      fc.property(partsOf(fc.double({ min: 0, noNaN: true }), 50), picks, (parts, chosen) => {
        expect(mergedByPairs(parts.map(histogramOf), chosen, merged)).toEqual([histogramOf(parts.flat())]);
      }),
    );
  });

  it.each([
    { scale: 'number', value: fc.oneof(fc.double(), fc.integer(), fc.constant('none')) },
    { scale: 'category', value: fc.oneof(fc.string(), fc.boolean(), fc.constant(null)) },
  ] as const)('come of signals counted as a $scale, in coarser bins where there are too many', ({ scale, value }) => {
    // Two parts of this length have more bins than are allowed.
    const parts = partsOf<unknown>(value, 350);
    fc.assert(
      fc.property(parts, picks, (lists, chosen) => {
        const counts = lists.map((list) => countsOf(scale, list));
        expect(mergedByPairs(counts, chosen, mergedCounts)).toEqual([countsOf(scale, lists.flat())]);
      }),
      // Searching for a smaller example would take longer than it helps.
      { numRuns: 50, endOnFailure: true },
    );
  });
});
