import { groupBy } from '../lib/group-by.js';
import { BUCKET_MS, type Rollup, type Series } from './rollup-bucket.js';

/** Neighbouring buckets of one series, to be recounted by one query. */
export interface RollupRun {
  readonly series: Series;
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
  readonly rollups: readonly Rollup[];
}

/** Buckets without dirty ones between them that a run may span: reading them costs less than another query. */
const MAX_GAP = 3;
/** Buckets a run spans at most, so that one query stays short. */
const MAX_SPAN = 60;

/** Puts dirty buckets together into few runs. */
export function rollupRuns(dirty: readonly Rollup[]): RollupRun[] {
  const bySeries = groupBy(dirty, ({ orgId, kind, modelName }) => [orgId, kind, modelName].join('\0'));
  return [...bySeries.values()].flatMap(runsOfSeries);
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
