import { Injectable } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { Clock } from '../platform/clock.js';
import { RecountsStore } from './recounts.store.js';
import { figuresByBucket, figuresOfLevel, type Recounted, type Rollup } from './rollup-bucket.js';
import { RollupBucketsStore } from './rollup-buckets.store.js';
import { sealedBeforeMs, unshrunk } from './rollup-keeping.js';
import { FINEST_LEVEL, type RollupLevel, startsBelow } from './rollup-levels.js';
import { type RollupRun, rollupRuns, seriesKey } from './rollup-runs.js';
import { NO_FIGURES } from '../lib/event-figures.js';
import { groupBy } from '../lib/group-by.js';

/** Recounts of events that run side by side: most of their time is waiting for the database. */
const RUNS_AT_ONCE = 16;
/** Counted buckets that are saved together: each saving waits three times for the disk. */
const SAVED_AT_ONCE = 200;
/** Buckets of the level below that are read at once. */
const BELOW_AT_ONCE = 2000;

/** Counts whole buckets again: of the finest level out of the events, of the others out of the level below. */
@Injectable()
export class RollupRecountService {
  constructor(
    private readonly buckets: RollupBucketsStore,
    private readonly recounts: RecountsStore,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @param dirty buckets of one level
   * @returns group by group what belongs into them, so that each group is one durable write */
  async *recount(level: RollupLevel, dirty: readonly Rollup[]): AsyncGenerator<Recounted[]> {
    const groups = level === FINEST_LEVEL ? this.fromEvents(dirty) : this.fromBelow(level, dirty);
    for await (const recounted of groups) {
      yield unshrunk(recounted, sealedBeforeMs(level, this.config, this.clock.now()));
    }
  }

  private async *fromEvents(dirty: readonly Rollup[]): AsyncGenerator<Recounted[]> {
    const runs = rollupRuns(dirty);
    let counted: Recounted[] = [];
    for (let first = 0; first < runs.length; first += RUNS_AT_ONCE) {
      const group = runs.slice(first, first + RUNS_AT_ONCE);
      counted.push(...(await Promise.all(group.map(async (run) => this.countRun(run)))).flat());
      if (counted.length < SAVED_AT_ONCE) continue;
      yield counted;
      counted = [];
    }
    if (counted.length > 0) yield counted;
  }

  private async countRun({ series, fromMs, toMs, rollups }: RollupRun): Promise<Recounted[]> {
    const rows = await this.recounts.recount(series, { from: new Date(fromMs), to: new Date(toMs) });
    const figures = figuresByBucket(rows);
    return rollups.map((rollup) => ({ rollup, figures: figures.get(rollup.startMs) ?? NO_FIGURES }));
  }

  private async *fromBelow(level: RollupLevel, dirty: readonly Rollup[]): AsyncGenerator<Recounted[]> {
    const atOnce = Math.floor(BELOW_AT_ONCE / startsBelow(level, 0).length);
    for (let first = 0; first < dirty.length; first += atOnce) {
      const group = dirty.slice(first, first + atOnce);
      const found = groupBy(await this.buckets.below(level, group), seriesKey);
      const figures = new Map(
        [...found].map(([key, own]) => {
          return [key, figuresOfLevel(level, new Map(own.map((rollup) => [rollup.startMs, rollup.figures])))];
        }),
      );
      yield group.map((rollup) => {
        return { rollup, figures: figures.get(seriesKey(rollup))?.get(rollup.startMs) ?? NO_FIGURES };
      });
    }
  }
}
