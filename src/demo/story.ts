import { MINUTE_MS } from '../lib/duration.js';
import type { SeededRandom } from './random.js';

/** How far back the traffic begins, minutes. */
export const STORY_MINUTES = 30;

/** One minute of traffic to be made. */
export interface Minute {
  /** So many minutes before the end it begins, 30 to 1. */
  readonly minutesAgo: number;
  /** When it begins, milliseconds since 1970. */
  readonly startMs: number;
  /** 1 is the usual amount of traffic. */
  readonly scale: number;
  readonly random: SeededRandom;
}

/** Whether something that lasts some minutes is going on.
 * @param from minutes before the end in which it begins
 * @param to minutes before the end in which it ends, smaller than `from` */
export function isDuring({ minutesAgo }: Minute, { from, to }: { from: number; to: number }): boolean {
  return minutesAgo <= from && minutesAgo > to;
}

/** @param perMinute usual events a minute
 * @returns the times of a minute's events in order, RFC 3339; at least one */
export function timesWithin({ startMs, scale, random }: Minute, perMinute: number): string[] {
  const count = Math.max(1, Math.round(perMinute * scale));
  const offsets = Array.from({ length: count }, () => Math.floor(random.between(0, MINUTE_MS)));
  return offsets.sort((one, other) => one - other).map((offsetMs) => new Date(startMs + offsetMs).toISOString());
}

/** @returns a number with two decimals */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
