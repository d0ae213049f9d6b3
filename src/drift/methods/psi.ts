import type { ReferenceBins } from '../reference-bins.js';
import { type Tally, valuesIn } from '../tally.js';
import { type DriftMethod, MIN_VALUES, type Reading } from './method.js';

/** Added to each bin, so that an empty one has a logarithm.
 * @see Krichevsky, Trofimov 1981: half a count */
const SMOOTHING = 0.5;

/** Values a bin must hold on average for the statistic to be near chi-square.
 * @see Cochran 1954 */
const MIN_PER_BIN = 5;

/** Population stability index on the baseline's bins: whether the distribution changed in any way. Of it the statistic is
 * made that is chi-square while nothing changes, so that few values don't look like a change.
 * @see Yurdakul, Naranjo 2020, "Statistical properties of the population stability index" */
export const psi: DriftMethod = {
  name: 'psi',
  compare(window, reference, bins) {
    const [now, then] = [withoutTail(window, bins), withoutTail(reference, bins)];
    const [n, nRef, width] = [valuesIn(now), valuesIn(then), now.bins.length];
    // Two bins are a share, which has a better test.
    if (width < 3 || n < Math.max(MIN_VALUES, MIN_PER_BIN * width) || nRef < MIN_VALUES) return null;
    const perValue = 1 / n + 1 / nRef;
    return { statistic: indexOf(now, then) / perValue, df: width - 1, direction: 'shape', perValue } satisfies Reading;
  },
};

/** @returns sum of (q - p) ln(q / p) over the bins, >= 0 */
export function indexOf(now: Tally, then: Tally): number {
  const width = now.bins.length;
  const [n, nRef] = [valuesIn(now), valuesIn(then)];
  return now.bins.reduce((sum, count, at) => {
    const q = (count + SMOOTHING) / (n + SMOOTHING * width);
    const p = ((then.bins[at] ?? 0) + SMOOTHING) / (nRef + SMOOTHING * width);
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

/** The highest percent is too few for a bin of its own. */
function withoutTail(tally: Tally, bins: ReferenceBins): Tally {
  if (bins.scale === 'category' || !bins.hasTail) return tally;
  const kept = tally.bins.slice(0, -1);
  kept.push((kept.pop() ?? 0) + (tally.bins.at(-1) ?? 0));
  return { missing: tally.missing, bins: kept };
}
