import { describe, expect, it } from 'vitest';
import { binOf, type LogHistogram, quantile } from './log-histogram.js';

function histogramOf(values: readonly number[]): LogHistogram {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(binOf(value), (counts.get(binOf(value)) ?? 0) + 1);
  return counts;
}

describe(quantile.name, () => {
  const spread = Array.from({ length: 10_001 }, (_none, index) => 1.7 ** (index / 1000) * 3);
  it.each([0, 0.01, 0.5, 0.9, 0.99, 1])('is within 1 %% of the exact one at %d', (share) => {
    const exact = spread[Math.floor(share * 10_000)] ?? 0;
    const estimate = quantile(histogramOf(spread), share) ?? 0;
    expect(Math.abs(estimate / exact - 1)).toBeLessThan(0.011);
  });

  it('is null without values', () => expect(quantile(new Map(), 0.5)).toBeNull());
  it('takes 0 for very little', () => expect(quantile(histogramOf([0, 0, 0]), 0.5)).toBeLessThan(0.0011));
  it('of one value is near it', () => expect(quantile(histogramOf([812]), 0.99)).toBeCloseTo(812, -1));
});
