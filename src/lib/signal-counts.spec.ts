import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counted, countsOf, totalCounts } from './signal-counter.js';
import { MAX_BINS, mergedCounts, noCounts, type SignalCounts, type SignalScale } from './signal-counts.js';
import { logMomentsOf, momentsOf, quantileOf, rateOf, robustSpreadOf } from './signal-figures.js';
import { ONE_PERCENT_LEVEL } from './value-keys.js';

const number = fc.oneof(fc.double(), fc.integer(), fc.constant(null), fc.constant('text'));
const category = fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.constant(undefined), fc.constant({}));
const SCALES: readonly { scale: SignalScale; value: fc.Arbitrary<unknown> }[] = [
  { scale: 'number', value: number },
  { scale: 'category', value: category },
];

describe.each(SCALES)('counts of a $scale', ({ scale, value }) => {
  // Large enough to have more bins than are allowed.
  const batches = fc.array(fc.array(value, { maxLength: 400, size: 'max' }), { minLength: 1, maxLength: 5 });

  it('are the same however they come together', () => {
    fc.assert(
      fc.property(batches, (lists) => {
        const parts = lists.map((list) => countsOf(scale, list));
        const whole = countsOf(scale, lists.flat());
        expect(parts.reduce(mergedCounts)).toEqual(whole);
        expect(parts.toReversed().reduce(mergedCounts)).toEqual(whole);
        expect(totalCounts(scale, parts)).toEqual(whole);
      }),
      // Searching for a smaller example would take longer than it helps.
      { numRuns: 20, endOnFailure: true },
    );
  });

  it('are the same counted one by one', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 100 }), (list) => {
        expect(list.reduce<SignalCounts>(counted, noCounts(scale))).toEqual(countsOf(scale, list));
      }),
    );
  });

  it('count every value once', () => {
    fc.assert(
      fc.property(batches, (lists) => {
        const { n, missing, bins } = countsOf(scale, lists.flat());
        expect(n + missing).toBe(lists.flat().length);
        expect(Object.values(bins).reduce((sum, count) => sum + count, 0)).toBe(n);
      }),
      { endOnFailure: true },
    );
  });
});

it.each([
  {
    scale: 'number',
    values: Array.from({ length: 50_000 }, (_none, at) => 1.01 ** (at / 20) * (at % 2 === 0 ? 1 : -1)),
  },
  { scale: 'category', values: Array.from({ length: 50_000 }, (_none, at) => `a long name of category ${at}`) },
] as const)('counts of a $scale stay within 8 kB, whatever the values are', ({ scale, values }) => {
  const counts = countsOf(scale, values);
  expect(Object.keys(counts.bins).length).toBeLessThanOrEqual(MAX_BINS[scale]);
  expect(JSON.stringify(counts).length).toBeLessThanOrEqual(8192);
});

describe(quantileOf.name, () => {
  const draws: readonly { of: string; values: readonly number[] }[] = [
    {
      of: 'latencies',
      values: Array.from({ length: 5000 }, (_none, at) => 100 * Math.exp(((at * 7919) % 5000) / 2500 - 1)),
    },
    { of: 'numbers on both sides of 0', values: Array.from({ length: 4001 }, (_none, at) => (at - 2000) / 10) },
    { of: 'a constant', values: [42, 42, 42] },
  ];

  it.each(draws)('is within 1 % of the exact one, twice that with each level above, of $of', ({ values }) => {
    const sorted = values.toSorted((one, other) => one - other);
    const counts = countsOf('number', values);
    const error = 0.01 * 2 ** Math.max(0, counts.level - ONE_PERCENT_LEVEL);
    for (const share of [0, 0.01, 0.25, 0.5, 0.75, 0.95, 0.99, 1]) {
      const exact = sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
      expect(Math.abs((quantileOf(counts, share) ?? Number.NaN) - exact)).toBeLessThanOrEqual(Math.abs(exact) * error);
    }
  });
});

describe('figures of counts', () => {
  const some = countsOf('number', [1, 2, 3, 4, 100]);
  const nothing = noCounts('number');
  it('know an ordinary spread that an outlier has no part in', () => {
    const { median, mad } = robustSpreadOf(some) ?? { median: 0, mad: 0 };
    expect(median).toBeCloseTo(3, 1);
    expect(mad).toBeCloseTo(1, 1);
  });
  it('know mean and deviation', () => expect(momentsOf(some)?.mean).toBeCloseTo(22, 0));
  it('know the mean of logarithms, of values above 0', () => {
    expect(logMomentsOf(countsOf('number', [-5, 0, Math.E, Math.E]))).toMatchObject({
      n: 2,
      mean: expect.closeTo(1, 2),
    });
  });
  it('know a rate', () => expect(rateOf(countsOf('number', [0, 0, 0, 1]))).toBe(0.25));
  it.each([
    quantileOf(nothing, 0.5),
    robustSpreadOf(nothing),
    momentsOf(nothing),
    logMomentsOf(nothing),
    rateOf(nothing),
  ])('of nothing are none', (figure) => expect(figure).toBeNull());
});
