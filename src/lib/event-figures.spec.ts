import { describe, expect, it } from 'vitest';
import { countOf, meanLatencyMs, NO_FIGURES, summed } from './event-figures.js';

describe(summed.name, () => {
  it('adds every figure and every bin', () => {
    const one = { normal: 1, suspicious: 2, risky: 3, latencySumMs: 4.5, latencies: { '1': 1, '2': 5 }, tokens: 6 };
    const other = {
      normal: 10,
      suspicious: 20,
      risky: 30,
      latencySumMs: 40,
      latencies: { '2': 50, '-3': 10 },
      tokens: 60,
    };
    expect(summed([one, other])).toEqual({
      normal: 11,
      suspicious: 22,
      risky: 33,
      latencySumMs: 44.5,
      latencies: { '1': 1, '2': 55, '-3': 10 },
      tokens: 66,
    });
    expect(summed([])).toEqual(NO_FIGURES);
  });
});

describe(countOf.name, () => {
  it('counts events of every label', () => expect(countOf({ normal: 1, suspicious: 20, risky: 300 })).toBe(321));
  it('of nothing is 0', () => expect(countOf()).toBe(0));
});

describe(meanLatencyMs.name, () => {
  it.each([
    { of: 'events of every label', figures: { normal: 1, suspicious: 2, risky: 1, latencySumMs: 50 }, mean: 12.5 },
    { of: 'no events', figures: {}, mean: null },
  ])('of $of is $mean', ({ figures, mean }) => expect(meanLatencyMs({ ...NO_FIGURES, ...figures })).toBe(mean));
});
