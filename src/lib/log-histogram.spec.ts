import { describe, expect, it } from 'vitest';
import { binOf, type LogHistogram, merged, quantile } from './log-histogram.js';

function histogramOf(values: readonly number[]): LogHistogram {
  return values.map((value) => ({ [String(binOf(value))]: 1 })).reduce(merged, {});
}

describe(quantile.name, () => {
  const spread = Array.from({ length: 1001 }, (_none, index) => 1.7 ** (index / 100) * 3);
  it.each([0, 0.01, 0.5, 0.9, 0.99, 1])('is within 1 %% of the exact one at %d', (share) => {
    const exact = spread[Math.floor(share * 1000)] ?? 0;
    const estimate = quantile(histogramOf(spread), share) ?? 0;
    expect(Math.abs(estimate / exact - 1)).toBeLessThan(0.011);
  });

  it('is null without values', () => expect(quantile({}, 0.5)).toBeNull());
  it('takes 0 for very little', () => expect(quantile(histogramOf([0, 0, 0]), 0.5)).toBeLessThan(0.0011));
  it('of one value is near it', () => expect(quantile(histogramOf([812]), 0.99)).toBeCloseTo(812, -1));
});

describe(merged.name, () => {
  it('adds bin by bin, in any order', () => {
    const [one, other] = [
      { '-3': 1, '7': 2 },
      { '7': 5, '9': 1 },
    ];
    expect(merged(one, other)).toEqual({ '-3': 1, '7': 7, '9': 1 });
    expect(merged(other, one)).toEqual(merged(one, other));
    expect(one).toEqual({ '-3': 1, '7': 2 });
  });
});
