import type { SignalCounts } from '../../lib/signal-counts.js';
import { logMomentsOf, rateOf } from '../../lib/signal-figures.js';
import type { SignalKind } from '../signal-kind.js';

/** Half of the shift that a CUSUM finds soonest, in standard deviations of a bucket. */
const SLACK = 0.5;

/** From here on a CUSUM says that the mean has moved: 8,675 buckets without a change go by between two false ones.
 * @see Page 1954; METHODS: simulated, two-sided, slack .5 */
export const CUSUM_LIMIT = 8;

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

/** Two-sided CUSUM: sums what each bucket deviates by, less the slack, and never below 0. Small lasting shifts add up, noise
 * doesn't.
 * @see Page 1954, "Continuous inspection schemes" */
export function cusumStep(state: CusumState, bucket: BucketMean, scale: CusumScale): CusumState {
  const deviation = Math.sqrt((scale.variance / bucket.n + scale.between) * scale.memory);
  if (!(deviation > 0)) return state;
  const z = Math.min(MAX_STEP, Math.max(-MAX_STEP, (bucket.mean - scale.mean) / deviation));
  return { up: summed(state.up, z), down: summed(state.down, -z) };
}

/** A long episode must not take as long to be forgotten. */
function summed(sum: number, z: number): number {
  return Math.min(2 * CUSUM_LIMIT, Math.max(0, sum + z - SLACK));
}
