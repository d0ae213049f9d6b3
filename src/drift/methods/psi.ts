import type { ReferenceBins } from '../reference-bins.js';
import { type Tally, valuesIn } from '../tally.js';
import { type DriftMethod, MIN_VALUES } from './method.js';

/** Added to each bin, so that an empty one has a logarithm.
 * @see Krichevsky, Trofimov 1981: half a count */
const SMOOTHING = 0.5;

/** Values that a bin of the window must be expected to hold for its part of the statistic to be near chi-square.
 * @see Cochran 1954 */
const MIN_EXPECTED = 5;

/** Population stability index on the baseline's bins: whether the distribution changed in any way. The index says how large
 * the change is; how sure it is, Pearson's statistic says, which the index times 1/(1/n + 1/nRef) comes near to for many
 * values. With a hundred of them the logarithm of a nearly empty bin would already give several times as many false alarms
 * as promised; so neighbouring bins are taken together until each is expected to hold enough.
 * @see Yurdakul, Naranjo 2020, "Statistical properties of the population stability index"; Pearson 1900 */
export const psi: DriftMethod = {
  name: 'psi',
  compare(window, reference, bins) {
    const now = withoutTail(window, bins);
    const then = withoutTail(reference, bins);
    const [n, nRef] = [valuesIn(now), valuesIn(then)];
    // Two bins are a share, which has a better test.
    if (now.bins.length < 3 || n < MIN_VALUES || nRef < MIN_VALUES) return null;
    const pairs = pooled(now, then, MIN_EXPECTED * (1 + nRef / n));
    if (pairs.length < 2) return null;
    const statistic = homogeneity(pairs, n, nRef);
    return { statistic, df: pairs.length - 1, direction: 'shape', n, nRef, index: indexOf(pairs, n, nRef) };
  },
};

/** How many a bin holds in the window, and in the baseline. */
type Pair = readonly [number, number];

/** Neighbouring bins together until each holds enough in window and baseline together. */
function pooled(now: Tally, then: Tally, enough: number): Pair[] {
  const pairs: Pair[] = [];
  let held: Pair = [0, 0];
  now.bins.forEach((count, at) => {
    held = [held[0] + count, held[1] + (then.bins[at] ?? 0)];
    if (held[0] + held[1] < enough) return;
    pairs.push(held);
    held = [0, 0];
  });
  const last = pairs.pop();
  return last === undefined ? [] : [...pairs, [last[0] + held[0], last[1] + held[1]]];
}

/** @returns sum of (q - p) ln(q / p) over the bins, >= 0 */
function indexOf(pairs: readonly Pair[], n: number, nRef: number): number {
  return pairs.reduce((sum, [count, before]) => {
    const q = (count + SMOOTHING) / (n + SMOOTHING * pairs.length);
    const p = (before + SMOOTHING) / (nRef + SMOOTHING * pairs.length);
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

/** Pearson's statistic of two samples on the same bins. */
function homogeneity(pairs: readonly Pair[], n: number, nRef: number): number {
  const [up, down] = [Math.sqrt(nRef / n), Math.sqrt(n / nRef)];
  return pairs.reduce((sum, [count, before]) => sum + (count * up - before * down) ** 2 / (count + before), 0);
}

/** The highest percent is too few for a bin of its own. */
function withoutTail(tally: Tally, bins: ReferenceBins): Tally {
  if (bins.scale === 'category' || !bins.hasTail) return tally;
  const kept = tally.bins.slice(0, -1);
  kept.push((kept.pop() ?? 0) + (tally.bins.at(-1) ?? 0));
  return { missing: tally.missing, bins: kept };
}
