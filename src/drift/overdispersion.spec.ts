import { describe, expect, it } from 'vitest';
import { countsOf } from '../lib/signal-counter.js';
import { learnOverdispersion, WINDOW_BUCKETS } from './overdispersion.js';
import { cutBins, projected, widthOf } from './reference-bins.js';
import { addedTallies } from './tally.js';

/** What is learned of 100 buckets of 100 values each, spread around a middle. */
function learned(middleOf: (nth: number) => number): readonly number[] {
  const valuesOf = (nth: number): number[] =>
    Array.from({ length: 100 }, (_none, at) => middleOf(nth) * (0.5 + ((at * 37 + nth * 13) % 101) / 101));
  const all = Array.from({ length: 100 }, (_none, nth) => valuesOf(nth));
  const bins = cutBins(countsOf('number', all.flat()), 'number');
  const tallies = all.map((values) => projected(bins, countsOf('number', values)));
  return learnOverdispersion(tallies, addedTallies(tallies, widthOf(bins)), bins).location ?? [];
}

describe(learnOverdispersion.name, () => {
  it('is 1, and never less, where buckets are more alike than chance makes them', () => {
    expect(learned(() => 100)).toEqual(WINDOW_BUCKETS.map(() => 1));
  });

  it('is large at every length where buckets wander together', () => {
    const wandering = learned((nth) => 100 + 20 * Math.sin(nth / 15));
    expect(wandering).toHaveLength(WINDOW_BUCKETS.length);
    for (const [at, own] of wandering.entries()) expect(own).toBeGreaterThan(at === 0 ? 2 : (wandering[0] ?? 0));
  });

  it('is larger at one bucket than at many where neighbours make up for each other', () => {
    const [one = 0, ...longer] = learned((nth) => (nth % 2 === 0 ? 80 : 120));
    expect(one).toBeGreaterThan(5);
    expect(longer.at(-1)).toBeLessThan(one);
  });
});
