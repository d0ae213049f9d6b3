import { describe, expect, it } from 'vitest';
import { countsOf } from '../lib/signal-counter.js';
import { cutBins, projected, widthOf } from './reference-bins.js';

const EVEN = Array.from({ length: 10_000 }, (_none, at) => at / 100);

describe('bins of a baseline', () => {
  it('hold a tenth each, and the highest percent alone', () => {
    const counts = countsOf('number', EVEN);
    const bins = cutBins(counts, 'number');
    const tally = projected(bins, counts);
    expect(tally.bins.reduce((sum, count) => sum + count, 0)).toBe(EVEN.length);
    expect(tally.bins.at(-1)).toBeGreaterThan(50);
    expect(tally.bins.at(-1)).toBeLessThan(150);
    for (const count of tally.bins.slice(0, -2)) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('hold a frequent value alone', () => {
    const counts = countsOf('number', [...EVEN, ...Array<number>(10_000).fill(0)]);
    expect(projected(cutBins(counts, 'number'), counts).bins.some((count) => Math.abs(count - 10_000) < 10)).toBe(true);
  });

  it('are two for what is 0 or 1', () => {
    const bins = cutBins(countsOf('number', [0, 0, 0, 1]), 'rate');
    expect(projected(bins, countsOf('number', [1, 1, 0]))).toEqual({ missing: 0, bins: [1, 2] });
  });

  it('name frequent categories, and hold the rest together, known or not', () => {
    const counts = countsOf('category', [...Array<string>(60).fill('a'), ...Array<string>(38).fill('b'), 'rare', null]);
    const bins = cutBins(counts, 'category');
    expect(widthOf(bins)).toBe(3);
    expect(projected(bins, countsOf('category', ['b', 'rare', 'new', 'a', 'a', null]))).toEqual({
      missing: 1,
      bins: [2, 1, 2],
    });
  });

  it('name twenty categories at most', () => {
    const many = Array.from({ length: 4000 }, (_none, at) => `name ${at % 40}`);
    expect(widthOf(cutBins(countsOf('category', many), 'category'))).toBeLessThanOrEqual(21);
  });
});
