import type { Values } from './stack.js';
import { SECOND_MS } from './units.js';

/** A span of time, cut. */
export interface Cut {
  /** Seconds. */
  readonly seconds: number;
  /** Width of a bucket, seconds. */
  readonly step: number;
}

/** The starts of buckets: on multiples of their width, the last one holds now.
 * @param nowMs milliseconds since 1970
 * @returns seconds since 1970, ascending */
export function bucketsOf({ seconds, step }: Cut, nowMs: number): number[] {
  const last = Math.floor(nowMs / SECOND_MS / step) * step;
  const count = Math.ceil(seconds / step);
  return Array.from({ length: count }, (_none, index) => last - (count - 1 - index) * step);
}

/** A value at a moment. */
export interface Point {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly value: number;
}

/** Puts points into buckets, the lowest of a bucket each.
 * @param buckets starts, seconds since 1970
 * @param step width of a bucket, seconds
 * @returns one value a bucket; null where no point falls into it */
export function lowestOf(buckets: readonly number[], step: number, points: readonly Point[]): Values {
  const lowest = new Map<number, number>();
  for (const { atMs, value } of points) {
    const bucket = Math.floor(atMs / SECOND_MS / step) * step;
    lowest.set(bucket, Math.min(value, lowest.get(bucket) ?? Infinity));
  }
  return buckets.map((bucket) => lowest.get(bucket) ?? null);
}
