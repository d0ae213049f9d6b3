import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../lib/duration.js';

/** The levels of roll-ups, each made of the one before it; the first is made of events. */
export const ROLLUP_LEVELS = ['ten_seconds', 'minute', 'hour', 'day'] as const;

/** How wide a roll-up's bucket of event time is. Buckets begin on multiples of their width since 1970, so a day is one of UTC. */
export type RollupLevel = (typeof ROLLUP_LEVELS)[number];

/** A span of event time, Unix milliseconds, its end not included. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Width of a level's buckets, milliseconds. */
export const LEVEL_MS: Readonly<Record<RollupLevel, number>> = {
  ten_seconds: 10 * SECOND_MS,
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
};

/** The level that events are counted into. */
export const FINEST_LEVEL = ROLLUP_LEVELS[0];
/** The level that is read where all time is meant. */
export const COARSEST_LEVEL = 'day' satisfies RollupLevel;

/** @returns the level that is made of this one; null above the coarsest */
export function levelAbove(level: RollupLevel): RollupLevel | null {
  return ROLLUP_LEVELS[ROLLUP_LEVELS.indexOf(level) + 1] ?? null;
}

/** @returns the level that this one is made of; null for the finest, which is made of events */
export function levelBelow(level: RollupLevel): RollupLevel | null {
  return ROLLUP_LEVELS[ROLLUP_LEVELS.indexOf(level) - 1] ?? null;
}

/** @returns first millisecond of the bucket that an instant falls into */
export function bucketStartMs(level: RollupLevel, instantMs: number): number {
  return Math.floor(instantMs / LEVEL_MS[level]) * LEVEL_MS[level];
}

/** @returns the starts of all buckets of the level below that a bucket is made of; none for the finest level */
export function startsBelow(level: RollupLevel, startMs: number): number[] {
  const below = levelBelow(level);
  if (below === null) return [];
  const width = LEVEL_MS[below];
  return Array.from({ length: LEVEL_MS[level] / width }, (_none, index) => startMs + index * width);
}
