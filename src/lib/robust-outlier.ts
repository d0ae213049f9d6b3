import { distanceOfP, twoSidedP } from './normal-distribution.js';

/** A normal distribution's standard deviation in median distances from its median. */
const DEVIATIONS_PER_MAD = 0.6744897501960817;

/** What is ordinary for one feature, in its own unit. */
export interface RobustSpread {
  readonly median: number;
  /** Median distance from the median; a feature of which half the values are the same (0) can't have outliers. */
  readonly mad: number;
}

/** How far a value is from what is ordinary, in standard deviations of a normal distribution, >= 0. Neither the value itself nor
 * any other outlier has had a part in what is ordinary.
 * @returns null where the feature can't have outliers, or the value is no finite number
 * @see Iglewicz, Hoaglin 1993, modified z-score: 0.6745 (x - median) / MAD */
export function robustZ(value: number, { median, mad }: RobustSpread): number | null {
  if (!(mad > 0) || !Number.isFinite(value)) return null;
  return (DEVIATIONS_PER_MAD * Math.abs(value - median)) / mad;
}

/** How far the most unusual of several features is, were it alone: of a hundred features one is always far from its median.
 * @param distances robust z of each feature that has one, >= 0
 * @returns the distance that a single feature would have to be as unlikely, >= 0; 0 without features
 * @see Sidak 1967: p = 1 - (1 - p of the largest)^features */
export function unusualness(distances: readonly number[]): number {
  if (distances.length === 0) return 0;
  const largest = distances.reduce((most, own) => Math.max(most, own), 0);
  const p = twoSidedP(largest);
  // Beyond what numbers can hold, the correction is of no account.
  return p === 0 ? largest : distanceOfP(-Math.expm1(distances.length * Math.log1p(-p)));
}
