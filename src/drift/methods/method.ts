import type { ReferenceBins } from '../reference-bins.js';
import type { Tally } from '../tally.js';

/** Which way a signal moved: its values (`up`, `down`), their spread (`wider`, `narrower`), or otherwise (`shape`). */
export type DriftDirection = 'up' | 'down' | 'wider' | 'narrower' | 'shape';

/** What one method says about a window: nothing where it can't judge it. Were nothing to change, the statistic would be a
 * chi-square value of `df` degrees of freedom, times an overdispersion that the baseline's own windows teach. */
export interface Reading {
  readonly statistic: number;
  readonly df: number;
  readonly direction: DriftDirection;
  /** 1/n of the window plus 1/n of the baseline: makes of a statistic what is independent of both. */
  readonly perValue: number;
}

/** A way to compare a window with a baseline. A new one: one file here and one line in the list. */
export interface DriftMethod {
  readonly name: DriftMethodName;
  /** @returns null where the window or the baseline is too small, or has no such bins */
  readonly compare: (window: Tally, reference: Tally, bins: ReferenceBins) => Reading | null;
}

/** Methods by which an episode may open; `cusum` looks at buckets one after the other, the others at windows. */
export type DriftMethodName = 'psi' | 'location' | 'spread' | 'tail' | 'rate' | 'missing' | 'unseen' | 'cusum';

/** Fewer values than this say nothing about a distribution. */
export const MIN_VALUES = 20;
