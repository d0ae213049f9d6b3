import { describe, expect, it } from 'vitest';
import { countsOf, totalCounts } from '../lib/signal-counter.js';
import type { SignalBucket } from './baseline.js';
import { learnCusumScale } from './cusum-scale.js';
import type { CusumScale } from './methods/cusum.js';
import { scaleOf, type SignalKind } from './signal-kind.js';

function learned(kind: SignalKind, values: readonly (readonly unknown[])[]): CusumScale | null {
  const scale = scaleOf(kind);
  const buckets = values.map<SignalBucket>((own, nth) => ({ startMs: nth, counts: countsOf(scale, own) }));
  const counts = totalCounts(
    scale,
    buckets.map((bucket) => bucket.counts),
  );
  return learnCusumScale(kind, buckets, counts);
}

/** A bucket of 100 flags, so many of them raised. */
function flags(raised: number): number[] {
  return Array.from({ length: 100 }, (_none, at) => (at < raised ? 1 : 0));
}

function each(count: number, raisedOf: (nth: number) => number): number[][] {
  return Array.from({ length: count }, (_none, nth) => flags(raisedOf(nth)));
}

describe(learnCusumScale.name, () => {
  // Of rates of 0.1 and 0.3 in as many buckets of 100: variance 0.2 x 0.8 (half a count either way moves the fourth digit);
  // between 0.1^2 less 0.16 / 100; and every bucket is one standard deviation away.
  it.each([
    { what: 'always the same', values: each(24, () => 20), between: 0, memory: 1 },
    { what: 'to and fro', values: each(24, (nth) => (nth % 2 === 0 ? 10 : 30)), between: 0.0084, memory: 1 },
    // Sums over twelve of -12, 0 and 12: their squares are 8 x 12 on average, of two blocks, beside four that count 1.
    { what: 'low, then high', values: each(24, (nth) => (nth < 12 ? 10 : 30)), between: 0.0084, memory: 20 / 6 },
  ])('of a rate that is $what', ({ values, between, memory }) => {
    const scale = learned('rate', values);
    expect(scale?.mean).toBeCloseTo(0.2, 9);
    expect(scale?.variance).toBeCloseTo(0.16, 3);
    expect(scale?.between).toBeCloseTo(between, 5);
    expect(scale?.memory).toBeCloseTo(memory, 2);
  });

  it('of a rate of 0 has some variance', () => {
    const scale = learned(
      'rate',
      each(12, () => 0),
    );
    // (0 + 0.5) / (1200 + 1)
    expect(scale?.variance).toBeCloseTo(0.000416, 6);
    expect(scale).toMatchObject({ mean: 0, between: 0, memory: 1 });
  });

  it('of a latency is that of its logarithms', () => {
    const values = Array.from({ length: 12 }, (_none, nth) =>
      Array<number>(50).fill(100 * Math.exp(nth % 2 === 0 ? 0.5 : -0.5)),
    );
    const scale = learned('latency', values);
    expect(scale?.mean).toBeCloseTo(Math.log(100), 3);
    // 0.5^2, of 600 values; of the buckets, less what 50 values explain.
    expect(scale?.variance).toBeCloseTo((0.25 * 600) / 599, 3);
    expect(scale?.between).toBeCloseTo(0.25 - 0.25 / 50, 3);
  });

  it.each<{ what: string; kind: SignalKind; values: readonly (readonly unknown[])[] }>([
    { what: 'too few buckets', kind: 'rate', values: each(11, () => 20) },
    { what: 'a number', kind: 'number', values: each(24, () => 20) },
    { what: 'categories', kind: 'category', values: each(24, () => 20) },
    { what: 'latencies that are all 0', kind: 'latency', values: each(24, () => 0) },
    { what: 'buckets without values', kind: 'rate', values: Array.from({ length: 24 }, () => [null]) },
  ])('of $what is nothing', ({ kind, values }) => expect(learned(kind, values)).toBeNull());
});
