import { chiSquareTail } from '../lib/chi-square.js';
import { distanceOfP } from '../lib/normal-distribution.js';
import type { Reading } from './methods/method.js';

/** How much more than independent values a window's and a baseline's vary, >= 1. */
export interface Dispersion {
  readonly window: number;
  readonly reference: number;
}

const EULER = 0.5772156649;

/** Values that are independent. */
export const INDEPENDENT: Dispersion = { window: 1, reference: 1 };

/** How likely a reading at least so large is while nothing changes.
 * @returns 0-1
 * @see Sidak 1967 for the largest of several */
export function pValueOf(reading: Reading, dispersion: Dispersion): number {
  const p = chiSquareTail(reading.statistic / scaleOf(reading, dispersion), reading.df);
  const { tries = 1 } = reading;
  return tries === 1 ? p : -Math.expm1(tries * Math.log1p(-p));
}

/** How likely it is that tests say so much together while nothing changes: the harmonic mean of their p-values. It holds however
 * the tests depend on each other, and doesn't waste what Bonferroni's rule does where they say the same.
 * @param all p-values of the tests that speak, 0-1
 * @param tests how many there were; those that don't speak say nothing against chance
 * @returns 0-1
 * @see Wilson 2019, "The harmonic mean p-value for combining dependent tests" */
export function harmonicMeanP(all: readonly number[], tests = all.length): number {
  const evidence = all.reduce((sum, p) => sum + 1 / p, 0);
  return evidence > 0 ? Math.min(1, tests / evidence) : 1;
}

/** How large a change is beyond what chance gives: of PSI the index itself (0.1 moderate, 0.25 large), of the others the
 * square of Cohen's w, which is on the same scale.
 * @returns >= 0 */
export function sizeOf(reading: Reading, dispersion: Dispersion): number {
  const { statistic, n, nRef } = reading;
  const perValue = 1 / n + 1 / nRef;
  const index = reading.index ?? statistic * perValue;
  return Math.max(0, index - scaleOf(reading, dispersion) * expectedOf(reading) * perValue);
}

/** What a statistic is on average while nothing changes and values are independent.
 * @see Gumbel 1958: the mean of the largest of several lies where e^-0.5772 of one are expected above it */
export function expectedOf({ df, tries = 1 }: Reading): number {
  return tries === 1 ? df : distanceOfP(Math.exp(-EULER) / tries) ** 2;
}

/** By what the variance of a statistic is larger than it was taken for: window and baseline each have their part. */
function scaleOf({ n, nRef }: Reading, { window, reference }: Dispersion): number {
  return (window / n + reference / nRef) / (1 / n + 1 / nRef);
}
