import type { ReferenceBins } from '../reference-bins.js';
import type { Tally } from '../tally.js';

/** Which way a signal moved: its values (`up`, `down`), their spread (`wider`, `narrower`), or otherwise (`shape`). */
export type DriftDirection = 'up' | 'down' | 'wider' | 'narrower' | 'shape';

/** What one method says about a window. Were nothing to change, and were values independent, the statistic would be a
 * chi-square value of `df` degrees of freedom; that values aren't, the baseline's own windows teach: see overdispersion. */
export interface Reading {
  readonly statistic: number;
  readonly df: number;
  readonly direction: DriftDirection;
  /** Values compared, of the window and of the baseline. */
  readonly n: number;
  readonly nRef: number;
  /** How large the change is where that isn't the statistic per value: PSI. */
  readonly index?: number;
  /** Of so many statistics it is the largest. */
  readonly tries?: number;
}

/** A way to compare a window with a baseline. A new one: one file here and one line in the list. */
export interface DriftMethod {
  readonly name: WindowMethodName;
  /** @returns null where the window or the baseline is too small, or has no such bins */
  readonly compare: (window: Tally, reference: Tally, bins: ReferenceBins) => Reading | null;
}

/** Methods that compare windows. */
export type WindowMethodName = 'location' | 'spread' | 'psi' | 'category' | 'tail' | 'rate' | 'missing' | 'unseen';

/** Methods by which an episode may open; `cusum` looks at buckets one after the other, the others at windows. */
export type DriftMethodName = WindowMethodName | 'cusum';

/** Fewer values than this say nothing about a distribution. */
export const MIN_VALUES = 20;
