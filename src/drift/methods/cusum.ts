import type { SignalCounts } from '../../lib/signal-counts.js';
import { logMomentsOf, rateOf } from '../../lib/signal-figures.js';
import type { SignalKind } from '../signal-kind.js';

/** Half of the shift that a CUSUM finds soonest, in standard deviations of a bucket. */
const SLACK = 0.5;

/** By so much a sum passes a limit on average when it does: the limit is as if it lay higher.
 * @see Siegmund 1985, "Sequential Analysis": 0.583 at either end */
const OVERSHOOT = 1.166;

/** One bucket can't do more than this by itself. */
const MAX_STEP = 4;

/** What is normal for the mean of a bucket, learned from the baseline's. */
export interface CusumScale {
  /** Mean of what is watched: natural logarithm of a latency, or a rate. */
  readonly mean: number;
  /** Variance of one value around it. */
  readonly variance: number;
  /** Variance that buckets have of their own, beyond what few values explain. */
  readonly between: number;
  /** How many times as much the sum of buckets varies as independent ones would: the memory of the signal, >= 1. */
  readonly memory: number;
}

/** How far the mean has moved up and down, summed over buckets; null while it hasn't. */
export interface CusumState {
  readonly up: number;
  readonly down: number;
}

/** What a bucket says of the mean. */
export interface BucketMean {
  readonly mean: number;
  readonly n: number;
}

/** @returns what a CUSUM looks at in a bucket; null for a kind without one, or without values */
export function bucketMean(kind: SignalKind, counts: SignalCounts): BucketMean | null {
  if (kind === 'latency') {
    const moments = logMomentsOf(counts);
    return moments === null ? null : { mean: moments.mean, n: moments.n };
  }
  const rate = kind === 'rate' ? rateOf(counts) : null;
  return rate === null ? null : { mean: rate, n: counts.n };
}

/** From this sum on a CUSUM says that the mean has moved.
 * @param chance each bucket, that it says so of a mean that hasn't, above 0
 * @see Siegmund 1985: both sides together take e^(h + 1.166) buckets on average, for a slack of 0.5. A simulation of h = 8 found 8,675 */
export function cusumLimit(chance: number): number {
  return -Math.log(chance) - OVERSHOOT;
}

/** @returns how likely it is, each bucket, that a CUSUM comes so far while nothing changes; see {@link cusumLimit} */
export function chanceOfSum(sum: number): number {
  return Math.exp(-sum - OVERSHOOT);
}

/** Two-sided CUSUM: sums what each bucket deviates by, less the slack, and never below 0. Small lasting shifts add up, noise
 * doesn't.
 * @param limit from which on the mean has moved; a long episode must not take as long to be forgotten, so sums end at twice that
 * @see Page 1954, "Continuous inspection schemes" */
export function cusumStep(state: CusumState, bucket: BucketMean, scale: CusumScale, limit: number): CusumState {
  const deviation = Math.sqrt((scale.variance / bucket.n + scale.between) * scale.memory);
  if (!(deviation > 0)) return state;
  const z = Math.min(MAX_STEP, Math.max(-MAX_STEP, (bucket.mean - scale.mean) / deviation));
  const summed = (sum: number): number => Math.min(2 * limit, Math.max(0, sum - SLACK));
  return { up: summed(state.up + z), down: summed(state.down - z) };
}
