import type { SignalCounts } from './signal-counts.js';
import { rangeOfKey, ZERO_KEY } from './value-keys.js';

/** One bin: the value that stands for it, and how many it counts. */
export interface WeightedValue {
  readonly value: number;
  readonly count: number;
}

/** The bins of a signal counted by size, lowest value first. */
export function weightedValues({ bins, level }: SignalCounts): WeightedValue[] {
  return Object.entries(bins)
    .map(([key, count]) => ({ value: rangeOfKey(key, level).mid, count }))
    .sort((one, other) => one.value - other.value);
}

/** @param share 0-1, 0.5 is the median
 * @returns within 1 % of the exact one (up to the level that says so), in the unit of the values; null without values */
export function quantileOf(counts: SignalCounts, share: number): number | null {
  return quantileOfSorted(weightedValues(counts), share);
}

/** Median and median distance from it: what is ordinary, however wild the rest.
 * @returns null without values */
export function robustSpreadOf(counts: SignalCounts): { readonly median: number; readonly mad: number } | null {
  const values = weightedValues(counts);
  const median = quantileOfSorted(values, 0.5);
  if (median === null) return null;
  const distances = values.map(({ value, count }) => ({ value: Math.abs(value - median), count }));
  distances.sort((one, other) => one.value - other.value);
  return { median, mad: quantileOfSorted(distances, 0.5) ?? 0 };
}

/** Mean and standard deviation, from the bins.
 * @returns null without values */
export function momentsOf(counts: SignalCounts): { readonly mean: number; readonly std: number } | null {
  return momentsOfValues(weightedValues(counts));
}

/** The same of the values' natural logarithms; what is 0 or less isn't among them.
 * @returns null without values above 0 */
export function logMomentsOf(
  counts: SignalCounts,
): { readonly mean: number; readonly std: number; readonly n: number } | null {
  const values = weightedValues(counts).filter(({ value }) => value > 0);
  const logs = values.map(({ value, count }) => ({ value: Math.log(value), count }));
  const moments = momentsOfValues(logs);
  return moments === null ? null : { ...moments, n: logs.reduce((sum, { count }) => sum + count, 0) };
}

/** @returns the share of values that aren't 0, of a signal that is 0 or 1; null without values */
export function rateOf({ n, bins }: SignalCounts): number | null {
  return n === 0 ? null : 1 - (bins[ZERO_KEY] ?? 0) / n;
}

function quantileOfSorted(values: readonly WeightedValue[], share: number): number | null {
  const total = values.reduce((sum, { count }) => sum + count, 0);
  const rank = share * (total - 1);
  let seen = 0;
  for (const { value, count } of values) {
    seen += count;
    if (seen > rank) return value;
  }
  return null;
}

function momentsOfValues(values: readonly WeightedValue[]): { mean: number; std: number } | null {
  const n = values.reduce((sum, { count }) => sum + count, 0);
  if (n === 0) return null;
  const mean = values.reduce((sum, { value, count }) => sum + value * count, 0) / n;
  const squares = values.reduce((sum, { value, count }) => sum + count * (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / Math.max(1, n - 1)) };
}
