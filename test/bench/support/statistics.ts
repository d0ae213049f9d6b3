/** The middle of some figures, and how far they lay apart. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @param figures at least one */
export function spreadOf(figures: readonly number[]): Spread {
  return { median: quantile(figures, 0.5), min: Math.min(...figures), max: Math.max(...figures) };
}

/** @param figures at least one
 * @param share 0-1
 * @returns the figure below which that share lies, between neighbours in proportion */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** A figure and when it was taken. */
export interface Reading {
  readonly x: number;
  readonly y: number;
}

/** Slope by Theil and Sen: the median of the slopes between all pairs, which single outliers don't move.
 * @returns y per x; NaN for fewer than two readings */
export function theilSenSlope(readings: readonly Reading[]): number {
  const slopes = readings.flatMap((one, index) =>
    readings.slice(index + 1).flatMap((other) => (other.x === one.x ? [] : [(other.y - one.y) / (other.x - one.x)])),
  );
  return slopes.length === 0 ? Number.NaN : quantile(slopes, 0.5);
}
