import { valuesIn } from '../tally.js';
import { type DriftMethod, MIN_VALUES, type Reading } from './method.js';

/** Whether more or fewer values than 1 % are as high as the baseline's highest percent. */
export const tail: DriftMethod = {
  name: 'tail',
  compare: (window, reference, bins) =>
    bins.scale === 'category' || !bins.hasTail
      ? null
      : shareChange([window.bins.at(-1) ?? 0, valuesIn(window)], [reference.bins.at(-1) ?? 0, valuesIn(reference)]),
};

/** Whether a signal that is 0 or 1 is 1 more or less often. */
export const rate: DriftMethod = {
  name: 'rate',
  compare: (window, reference, bins) =>
    bins.scale === 'category' || bins.cuts.length !== 1
      ? null
      : shareChange([window.bins[1] ?? 0, valuesIn(window)], [reference.bins[1] ?? 0, valuesIn(reference)]),
};

/** Whether the signal is missing in more or fewer events. */
export const missing: DriftMethod = {
  name: 'missing',
  compare: (window, reference) =>
    shareChange(
      [window.missing, window.missing + valuesIn(window)],
      [reference.missing, reference.missing + valuesIn(reference)],
    ),
};

/** Whether categories that the baseline doesn't know by name, rare or never seen, became more or fewer. */
export const unseen: DriftMethod = {
  name: 'unseen',
  compare: (window, reference, bins) =>
    bins.scale === 'number'
      ? null
      : shareChange([window.bins.at(-1) ?? 0, valuesIn(window)], [reference.bins.at(-1) ?? 0, valuesIn(reference)]),
};

/** Compares two shares by how much better two explain the counts than one: exact enough for shares near 0 too.
 * @param window how many, of how many
 * @see deviance of the binomial (Wilks 1938): chi-square of one degree of freedom */
export function shareChange(window: readonly [number, number], reference: readonly [number, number]): Reading | null {
  const [[hits, n], [hitsRef, nRef]] = [window, reference];
  if (n < MIN_VALUES || nRef < MIN_VALUES || hits + hitsRef === 0) return null;
  const both = (hits + hitsRef) / (n + nRef);
  const statistic = 2 * (deviance(hits, n, both) + deviance(hitsRef, nRef, both));
  const direction = hits / n > hitsRef / nRef ? 'up' : 'down';
  return { statistic: Math.max(0, statistic), df: 1, direction, n, nRef };
}

function deviance(hits: number, n: number, share: number): number {
  return termOf(hits, n * share) + termOf(n - hits, n * (1 - share));
}

function termOf(count: number, expected: number): number {
  return count === 0 ? 0 : count * Math.log(count / expected);
}
