/** Width of a bin: each ends this much above its beginning, so that a quantile is off by 1 % at most. */
export const BIN_RATIO = 1.02;

/** Values from here down, in the unit of the values, share the first bin. */
export const SMALLEST = 0.001;

/** Counts by bin; a bin's number, as text, is the power of BIN_RATIO at which it begins. Mergeable by adding, in any order. */
export type LogHistogram = Readonly<Record<string, number>>;

/** @param value >= 0
 * @returns the number of the bin that a value falls into */
export function binOf(value: number): number {
  return Math.floor(Math.log(Math.max(value, SMALLEST)) / Math.log(BIN_RATIO));
}

/** Adds two histograms. */
export function merged(one: LogHistogram, other: LogHistogram): LogHistogram {
  const sum: Record<string, number> = { ...one };
  for (const [bin, count] of Object.entries(other)) sum[bin] = (sum[bin] ?? 0) + count;
  return sum;
}

/** Estimates a quantile.
 * @param share 0-1, 0.5 is the median
 * @returns within 1 % of the exact one, in the unit of the values; null where there are no values
 * @see DDSketch (Masson, Rim, Lee 2019), whose guarantee bins of equal ratio give */
export function quantile(histogram: LogHistogram, share: number): number | null {
  const total = Object.values(histogram).reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = share * (total - 1);
  let seen = 0;
  const bins = Object.entries(histogram).sort(([one], [other]) => Number(one) - Number(other));
  for (const [bin, count] of bins) {
    seen += count;
    if (seen > rank) return BIN_RATIO ** (Number(bin) + 0.5);
  }
  return null;
}
