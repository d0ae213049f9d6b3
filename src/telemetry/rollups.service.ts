import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Coalescer } from '../lib/coalescer.js';
import { SECOND_MS } from '../lib/duration.js';
import { EventBus } from '../platform/event-bus.js';
import { Failpoints } from '../platform/failpoints.js';
import { RecountsStore } from './recounts.store.js';
import { figuresByBucket, NO_FIGURES, type Recounted, type Rollup } from './rollup-bucket.js';
import { type RollupRun, rollupRuns } from './rollup-runs.js';
import { RollupsStore } from './rollups.store.js';
import { RollupsRefreshed } from './telemetry.facts.js';

/** Dirty buckets taken at once. */
const BUCKETS_AT_ONCE = 2000;
/** Recounts that run side by side and are saved by one durable write: most of their time is waiting for the database. */
const RUNS_AT_ONCE = 16;

/** Brings roll-ups up to date with their events, by recounting whole buckets. */
@Injectable()
export class RollupsService {
  private readonly logger = new Logger(RollupsService.name);
  private readonly runs = new Coalescer<void>();

  constructor(
    private readonly rollups: RollupsStore,
    private readonly recounts: RecountsStore,
    private readonly bus: EventBus,
    private readonly failpoints: Failpoints,
  ) {}

  /** Runs by itself every second until nothing is dirty. A call during a run waits for the next one: the run under way may
   * have looked for dirty buckets before the caller's were. */
  @Interval(SECOND_MS)
  async flush(): Promise<void> {
    await this.runs.run('all', async () => {
      try {
        let dirty: readonly Rollup[];
        do {
          dirty = await this.rollups.dirty(BUCKETS_AT_ONCE);
          await this.refresh(dirty);
        } while (dirty.length === BUCKETS_AT_ONCE);
      } catch (error) {
        this.logger.warn({ msg: 'roll-ups not refreshed, the next run tries again', err: error });
      }
    });
  }

  private async refresh(dirty: readonly Rollup[]): Promise<void> {
    const runs = rollupRuns(dirty);
    for (let first = 0; first < runs.length; first += RUNS_AT_ONCE) {
      const recounted = await Promise.all(
        runs.slice(first, first + RUNS_AT_ONCE).map(async (run) => this.recount(run)),
      );
      await this.rollups.save(recounted.flat());
      await this.failpoints.pass('rollup.written');
    }
    const organizations = new Set(dirty.map((rollup) => rollup.orgId));
    for (const orgId of organizations) await this.bus.publish(new RollupsRefreshed(orgId));
  }

  private async recount({ series, fromMs, toMs, rollups }: RollupRun): Promise<Recounted[]> {
    const rows = await this.recounts.recount(series, { from: new Date(fromMs), to: new Date(toMs) });
    await this.failpoints.pass('rollup.read');
    const figures = figuresByBucket(rows);
    return rollups.map((rollup) => ({ rollup, figures: figures.get(rollup.startMs) ?? NO_FIGURES }));
  }
}
