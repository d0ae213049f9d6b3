import { describe, expect, it } from 'vitest';
import { countsOf } from '../lib/signal-counter.js';
import type { Baseline } from './baseline.js';
import { learnBaseline } from './baseline-life.js';
import { compareWindows } from './compare-windows.js';
import { projected } from './reference-bins.js';

const N = 20_000;
const CHANCES = { windows: 0.0005, cusum: 0 };
const STILL = { up: 0, down: 0 };

/** Values spread evenly, so many that a change of a hundredth is sure. */
function even(from: number, to: number): number[] {
  return Array.from({ length: N }, (_none, at) => from + ((to - from) * (at + 0.5)) / N);
}

const BASELINE = pinned(Array.from({ length: 40 }, () => even(100, 200)));

function pinned(buckets: readonly (readonly number[])[]): Baseline {
  const all = buckets.map((values, nth) => ({ startMs: nth * 300_000, counts: countsOf('number', values) }));
  const baseline = learnBaseline('number', all, true);
  if (baseline === null) throw new Error('the buckets are too few');
  return baseline;
}

function judged(values: readonly number[], minSize = 0, chances = CHANCES) {
  const window = projected(BASELINE.bins, countsOf('number', values));
  return compareWindows([window], STILL, BASELINE, chances, minSize);
}

describe(compareWindows.name, () => {
  it.each([
    { what: 'nothing', to: 200, minSize: 0, shouldOpen: false, isCalm: true },
    { what: 'a small change that is sure', to: 203, minSize: 0, shouldOpen: true, isCalm: false },
    { what: 'one too small to be of interest', to: 203, minSize: 0.1, shouldOpen: false, isCalm: false },
    { what: 'a large one', to: 300, minSize: 0.1, shouldOpen: true, isCalm: false },
  ])('opens $shouldOpen for $what', ({ to, minSize, shouldOpen, isCalm }) => {
    expect(judged(even(100, to), minSize)).toMatchObject({ shouldOpen, isCalm });
  });

  it('opens as seldom as it may', () => {
    const { verdict } = judged(even(100, 203));
    expect(judged(even(100, 203), 0, { windows: verdict.p, cusum: 0 }).shouldOpen).toBe(false);
  });

  it('says nothing before the first window', () => {
    expect(compareWindows([], STILL, BASELINE, CHANCES, 0)).toMatchObject({
      verdict: { method: null, p: 1 },
      shouldOpen: false,
      isCalm: true,
    });
  });
});
