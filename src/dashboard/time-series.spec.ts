import { describe, expect, it } from 'vitest';
import { binOf } from '../lib/log-histogram.js';
import { countLines, linesOf } from './time-series.js';

const NONE = { normal: 0, suspicious: 0, risky: 0, latencySumMs: 0, latencies: {}, tokens: 0 };
const SOME = {
  normal: 6,
  suspicious: 1,
  risky: 3,
  latencySumMs: 1000,
  latencies: { [binOf(100)]: 10 },
  tokens: 42,
};

describe(linesOf.name, () => {
  it.each([
    { metric: 'events' as const, lines: { normal: [6, 0, null], suspicious: [1, 0, null], risky: [3, 0, null] } },
    { metric: 'tokens' as const, lines: { tokens: [42, 0, null] } },
    { metric: 'risky_share' as const, lines: { risky_share: [0.3, null, null] } },
  ])('of $metric are 0 or null where nothing happened, and null where nothing is kept', ({ metric, lines }) => {
    const drawn = linesOf(metric, [SOME, NONE, null]).map(({ name, values }) => [name, values]);
    expect(Object.fromEntries(drawn)).toEqual(lines);
  });

  it('of latency are its mean and percentiles, within 1 %', () => {
    const [mean, ...percentiles] = linesOf('latency', [SOME, NONE, null]);
    expect(mean).toEqual({ name: 'mean', values: [100, null, null] });
    expect(percentiles.map(({ name }) => name)).toEqual(['p50', 'p95', 'p99']);
    for (const { values } of percentiles) {
      expect(Math.abs((values[0] ?? 0) - 100)).toBeLessThanOrEqual(1);
      expect(values.slice(1)).toEqual([null, null]);
    }
  });
});

describe(countLines.name, () => {
  it('counts into the point that holds the instant', () => {
    const happened = [0, 9, 10, 19, 20, -1].map((atMs) => ({ name: 'critical', atMs }));
    expect(countLines([0, 10, 20], ['warning', 'critical'], happened)).toEqual([
      { name: 'warning', values: [0, 0] },
      { name: 'critical', values: [2, 2] },
    ]);
  });
});
