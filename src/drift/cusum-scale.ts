import type { SignalCounts } from '../lib/signal-counts.js';
import { logMomentsOf, rateOf } from '../lib/signal-figures.js';
import type { SignalBucket } from './baseline.js';
import { bucketMean, type BucketMean, type CusumScale } from './methods/cusum.js';
import type { SignalKind } from './signal-kind.js';

/** Over so many buckets the memory of a signal is looked for: an hour and three of five minutes each. */
const BLOCKS: readonly number[] = [12, 36];
const MIN_BUCKETS = 12;

/** Blocks that independence counts for. */
const PRIOR_BLOCKS = 4;

/** Learns what a CUSUM needs from a baseline's buckets: how much their means vary by themselves, and how long one deviation
 * lasts. Where deviations last, sums of independent ones would soon cross any limit.
 * @returns null for kinds without a CUSUM, and without values */
export function learnCusumScale(
  kind: SignalKind,
  buckets: readonly SignalBucket[],
  counts: SignalCounts,
): CusumScale | null {
  const value = valueMoments(kind, counts);
  const means = buckets.flatMap((bucket) => bucketMean(kind, bucket.counts) ?? []);
  if (value === null || means.length < MIN_BUCKETS) return null;
  const deviations = means.map((bucket) => bucket.mean - value.mean);
  // What buckets differ by, less what their few values explain.
  const explained = average(means.map(({ n }) => value.variance / n));
  const between = Math.max(0, average(deviations.map((own) => own ** 2)) - explained);
  return {
    ...value,
    between,
    memory: Math.max(...BLOCKS.map((block) => memoryOf(means, { ...value, between }, block))),
  };
}

function valueMoments(kind: SignalKind, counts: SignalCounts): { mean: number; variance: number } | null {
  if (kind === 'latency') {
    const moments = logMomentsOf(counts);
    return moments === null ? null : { mean: moments.mean, variance: moments.std ** 2 };
  }
  const rate = kind === 'rate' ? rateOf(counts) : null;
  if (rate === null) return null;
  // Half a count either way, so that a rate of 0 has some variance.
  const smoothed = (rate * counts.n + 0.5) / (counts.n + 1);
  return { mean: rate, variance: smoothed * (1 - smoothed) };
}

/** How many times as much the mean of a block varies as that of independent buckets. */
function memoryOf(means: readonly BucketMean[], scale: Omit<CusumScale, 'memory'>, block: number): number {
  const z = means.map(({ mean, n }) => (mean - scale.mean) / Math.sqrt(scale.variance / n + scale.between));
  const sums: number[] = [];
  for (let end = block; end <= z.length; end += block / 2) {
    sums.push(z.slice(end - block, end).reduce((sum, own) => sum + own, 0) ** 2 / block);
  }
  const blocks = z.length / block;
  return Math.max(1, (blocks * average(sums) + PRIOR_BLOCKS) / (blocks + PRIOR_BLOCKS));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
