import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Coalescer } from '../lib/coalescer.js';
import { SECOND_MS } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { EventBus } from '../platform/event-bus.js';
import { Failpoints } from '../platform/failpoints.js';
import type { Recounted, Rollup } from './rollup-bucket.js';
import { RollupBucketsStore } from './rollup-buckets.store.js';
import { FINEST_LEVEL, ROLLUP_LEVELS, type RollupLevel } from './rollup-levels.js';
import { RollupLevelsService } from './rollup-levels.service.js';
import { RollupRecountService } from './rollup-recount.service.js';
import { RollupRests } from './rollup-rests.js';
import { RollupsRefreshed } from './telemetry.facts.js';

/** Dirty buckets taken at once. */
const BUCKETS_AT_ONCE = 2000;

/** Brings roll-ups up to date with their events, level by level, by recounting whole buckets. */
@Injectable()
export class RollupsService {
  private readonly logger = new Logger(RollupsService.name);
  private readonly runs = new Coalescer<void>();
  private readonly rests = new RollupRests();

  constructor(
    private readonly buckets: RollupBucketsStore,
    private readonly recounts: RollupRecountService,
    private readonly levels: RollupLevelsService,
    private readonly bus: EventBus,
    private readonly failpoints: Failpoints,
  ) {}

  /** Runs by itself every second until nothing is dirty but large buckets that rest. */
  @Interval(SECOND_MS)
  async refresh(): Promise<void> {
    await this.run('due', (rollup) => this.rests.isResting(rollup, performance.now()));
  }

  /** Runs until nothing is dirty. A call during a run waits for the next one: the run under way may have looked for dirty buckets
   * before the caller's were. */
  async flush(): Promise<void> {
    await this.run('all', () => false);
  }

  private async run(name: string, isResting: (rollup: Rollup) => boolean): Promise<void> {
    await this.runs.run(name, async () => {
      try {
        await this.levels.ensureBuilt();
        const organizations = new Set<OrgId>();
        for (const level of ROLLUP_LEVELS) {
          // A bucket has the same id on every level on which one begins at that instant: only the finest rest.
          const isDue = (rollup: Rollup): boolean => level !== FINEST_LEVEL || !isResting(rollup);
          await this.refreshLevel(level, isDue, organizations);
        }
        for (const orgId of organizations) await this.bus.publish(new RollupsRefreshed(orgId));
      } catch (error) {
        this.logger.warn({ msg: 'roll-ups not refreshed, the next run tries again', err: error });
      }
    });
  }

  private async refreshLevel(
    level: RollupLevel,
    isDue: (rollup: Rollup) => boolean,
    organizations: Set<OrgId>,
  ): Promise<void> {
    let due: readonly Rollup[];
    do {
      // Those that rest stay dirty: they must not take the room of others.
      due = (await this.buckets.dirty(level, BUCKETS_AT_ONCE + this.rests.size)).filter(isDue);
      for await (const recounted of this.recounts.recount(level, due)) {
        await this.save(level, recounted);
        if (level === FINEST_LEVEL) this.rests.note(recounted);
      }
      for (const { orgId } of due) organizations.add(orgId);
    } while (due.length >= BUCKETS_AT_ONCE);
    if (level === FINEST_LEVEL) this.rests.endRun(performance.now());
  }

  /** The order is part of the correctness: the level above becomes dirty after its figures below changed, and before these count as
   * clean. So at no instant is everything clean and anything uncounted. */
  private async save(level: RollupLevel, recounted: readonly Recounted[]): Promise<void> {
    await this.failpoints.pass('rollup.read');
    await this.buckets.write(level, recounted);
    await this.failpoints.pass('rollup.written');
    const buckets = recounted.map(({ rollup }) => rollup);
    await this.levels.raise(level, buckets);
    await this.failpoints.pass('rollup.raised');
    await this.buckets.clear(level, recounted);
  }
}
