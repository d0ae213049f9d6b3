import { groupBy } from '../lib/group-by.js';
import type { Rollup, Series } from './rollup-bucket.js';
import { FINEST_LEVEL, LEVEL_MS } from './rollup-levels.js';

/** Neighbouring buckets of one series and of the finest level, to be recounted by one query. */
export interface RollupRun {
  readonly series: Series;
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
  readonly rollups: readonly Rollup[];
}

const BUCKET_MS = LEVEL_MS[FINEST_LEVEL];
/** Buckets without dirty ones between them that a run may span: reading them costs less than another query. */
const MAX_GAP = 3;
/** Buckets a run spans at most, so that one query stays short. */
const MAX_SPAN = 60;

/** Puts dirty buckets together into few runs. */
export function rollupRuns(dirty: readonly Rollup[]): RollupRun[] {
  return [...groupBy(dirty, seriesKey).values()].flatMap(runsOfSeries);
}

/** @returns the same text for the same series */
export function seriesKey({ orgId, kind, modelName }: Series): string {
  return [orgId, kind, modelName].join('\0');
}

function runsOfSeries(rollups: readonly Rollup[]): RollupRun[] {
  const runs: RollupRun[] = [];
  for (const rollup of [...rollups].sort((one, other) => one.startMs - other.startMs)) {
    const last = runs.at(-1);
    const toMs = rollup.startMs + BUCKET_MS;
    if (
      last !== undefined &&
      rollup.startMs - last.toMs <= MAX_GAP * BUCKET_MS &&
      toMs - last.fromMs <= MAX_SPAN * BUCKET_MS
    ) {
      runs[runs.length - 1] = { ...last, toMs, rollups: [...last.rollups, rollup] };
    } else {
      runs.push({ series: rollup, fromMs: rollup.startMs, toMs, rollups: [rollup] });
    }
  }
  return runs;
}
