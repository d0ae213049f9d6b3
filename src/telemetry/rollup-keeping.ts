import { countOf } from '../lib/event-figures.js';
import { DAY_MS, HOUR_MS } from '../lib/duration.js';
import type { Recounted } from './rollup-bucket.js';
import { levelBelow, type RollupLevel } from './rollup-levels.js';

/** The settings that say how long things are kept, days. */
export interface Retention {
  /** Of events. */
  readonly retentionDays: number;
  /** Of hours. */
  readonly rollupRetentionDays: number;
}

/** A level is kept a day longer than what it is made of, so that whatever is still there can be checked against what it was made of. */
const LONGER_DAYS = 1;
/** A bucket counts as sealed so long before the first of what it was made of goes: as much as clocks may differ. */
const SEALED_EARLIER_MS = HOUR_MS;

/** How long a level's buckets are kept. Fine ones are many and serve the recent past; the days stay: they are what all time is
 * counted by, and a few hundred a model and year.
 * @returns days; null for ever */
export function keptDays(level: RollupLevel, { retentionDays, rollupRetentionDays }: Retention): number | null {
  switch (level) {
    case 'ten_seconds':
      return retentionDays + LONGER_DAYS;
    case 'minute':
      return retentionDays + 2 * LONGER_DAYS;
    case 'hour':
      return Math.max(rollupRetentionDays, retentionDays + 3 * LONGER_DAYS);
    default:
      return null;
  }
}

/** @returns the instant, Unix milliseconds, before which what a level is made of may have been deleted: its buckets that begin before
 *   it are sealed */
export function sealedBeforeMs(level: RollupLevel, retention: Retention, now: Date): number {
  const below = levelBelow(level);
  const days = below === null ? retention.retentionDays : keptDays(below, retention);
  return days === null ? -Infinity : now.getTime() - days * DAY_MS + SEALED_EARLIER_MS;
}

/** What a recount may change: of a sealed bucket it finds only what is still there, so there it may add and never take away.
 * @param sealedMs see {@link sealedBeforeMs} */
export function unshrunk(recounted: readonly Recounted[], sealedMs: number): Recounted[] {
  return recounted.map((found) => {
    const { rollup, figures } = found;
    const isShrunk = rollup.startMs < sealedMs && countOf(figures) < countOf(rollup.figures);
    return isShrunk ? { rollup, figures: rollup.figures } : found;
  });
}
