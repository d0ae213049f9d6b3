import { categoryKeyAt } from './category-keys.js';
import { coarserKey } from './value-keys.js';

/** How the values of a signal are counted: by size or by name. */
export type SignalScale = 'number' | 'category';

/** What one bucket counts of one signal of one model, or several buckets together. Only whole numbers, and no sums of
 * values: means and logarithms are taken from the bins, so that merging is exact in any order. */
export interface SignalCounts {
  readonly scale: SignalScale;
  /** Values counted; those missing not among them. */
  readonly n: number;
  /** Events in which the signal was missing or no value of its scale. */
  readonly missing: number;
  /** How coarse the bins are: 0 the finest; each level halves their number. It depends on the values alone. */
  readonly level: number;
  /** Counts by key: see keyOfValue and keyOfCategory. */
  readonly bins: Readonly<Record<string, number>>;
}

/** Most bins of one signal: with keys and counts about 7 kB of JSON. */
export const MAX_BINS: Readonly<Record<SignalScale, number>> = { number: 448, category: 240 };

/** A signal without events. */
export function noCounts(scale: SignalScale): SignalCounts {
  return { scale, n: 0, missing: 0, level: 0, bins: {} };
}

/** Adds two counts of one signal. The level of the sum is the lowest that holds all of its values, whichever way they came
 * together: so any order of merging gives identical counts. */
export function mergedCounts(one: SignalCounts, other: SignalCounts): SignalCounts {
  const level = Math.max(one.level, other.level);
  const bins = { ...coarsened(one, level).bins };
  for (const [key, count] of Object.entries(coarsened(other, level).bins)) bins[key] = (bins[key] ?? 0) + count;
  const { scale } = one;
  return bounded({ scale, n: one.n + other.n, missing: one.missing + other.missing, level, bins });
}

/** The same counts in coarser bins.
 * @param level at least that of the counts */
export function coarsened(counts: SignalCounts, level: number): SignalCounts {
  let { bins } = counts;
  for (let at = counts.level + 1; at <= level; at++) {
    const coarser: Record<string, number> = {};
    for (const [key, count] of Object.entries(bins)) {
      const to = counts.scale === 'number' ? coarserKey(key) : categoryKeyAt(key, at);
      coarser[to] = (coarser[to] ?? 0) + count;
    }
    bins = coarser;
  }
  return bins === counts.bins ? counts : { ...counts, level, bins };
}

/** The same counts in as many bins as are allowed, as fine as possible. */
export function bounded(counts: SignalCounts): SignalCounts {
  let fitting = counts;
  while (Object.keys(fitting.bins).length > MAX_BINS[counts.scale]) fitting = coarsened(fitting, fitting.level + 1);
  return fitting;
}
