import { FINEST_LEVEL, LEVEL_MS, levelBelow, ROLLUP_LEVELS, type RollupLevel, type Span } from './rollup-levels.js';

/** Neighbouring buckets of one level, the end not included; both on edges of the level. */
export interface Segment {
  readonly level: RollupLevel;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Finds the fewest buckets that together hold exactly the finest buckets which begin within a span: coarse ones within, finer ones
 * at its edges. A year needs less than 500 of them a series.
 * @returns in order of time, without gap or overlap; none for an empty span */
export function coverage({ fromMs, toMs }: Span): Segment[] {
  const width = LEVEL_MS[FINEST_LEVEL];
  const span = { fromMs: Math.ceil(fromMs / width) * width, toMs: Math.ceil(toMs / width) * width };
  return cover(span, ROLLUP_LEVELS.at(-1) ?? FINEST_LEVEL);
}

function cover({ fromMs, toMs }: Span, level: RollupLevel): Segment[] {
  if (fromMs >= toMs) return [];
  const below = levelBelow(level);
  if (below === null) return [{ level, fromMs, toMs }];
  const width = LEVEL_MS[level];
  const first = Math.ceil(fromMs / width) * width;
  const end = Math.floor(toMs / width) * width;
  if (first >= end) return cover({ fromMs, toMs }, below);
  return [
    ...cover({ fromMs, toMs: first }, below),
    { level, fromMs: first, toMs: end },
    ...cover({ fromMs: end, toMs }, below),
  ];
}
