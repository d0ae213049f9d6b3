import { DAY_MS } from '../lib/duration.js';
import { keptDays, type Retention } from './rollup-keeping.js';
import { FINEST_LEVEL, LEVEL_MS, levelAbove, ROLLUP_LEVELS, type RollupLevel } from './rollup-levels.js';

/** Buckets of a series that are read for one answer, at most. */
const MAX_BUCKETS = 20_000;

/** What a time series is read from. */
export interface SeriesLevel {
  readonly level: RollupLevel;
  /** Before this instant, Unix milliseconds, buckets of the level may be gone. */
  readonly keptFromMs: number;
}

/** Chooses the level: the coarsest whose buckets lie within points; a coarser one, no wider than a point, where that one is gone or has too
 * many buckets. Then a bucket counts to the point that it begins in.
 * @param edges of the points, ascending, Unix milliseconds; at least two */
export function seriesLevel(edges: readonly number[], retention: Retention, now: Date): SeriesLevel {
  const [first = 0, second = first] = edges;
  const span = (edges.at(-1) ?? first) - first;
  const keptFrom = (level: RollupLevel): number => {
    const days = keptDays(level, retention);
    return days === null ? -Infinity : now.getTime() - days * DAY_MS;
  };
  const fitting = ROLLUP_LEVELS.findLast((level) => edges.every((edge) => edge % LEVEL_MS[level] === 0));
  let level = fitting ?? FINEST_LEVEL;
  for (;;) {
    const above = levelAbove(level);
    const isGood = first >= keptFrom(level) && span / LEVEL_MS[level] <= MAX_BUCKETS;
    if (isGood || above === null || LEVEL_MS[above] > second - first) return { level, keptFromMs: keptFrom(level) };
    level = above;
  }
}
