import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DAY_MS, HOUR_MS, shifted } from '../lib/duration.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { EventsStore } from './events.store.js';
import { RollupBucketsStore } from './rollup-buckets.store.js';
import { keptDays } from './rollup-keeping.js';
import { bucketStartMs, FINEST_LEVEL, ROLLUP_LEVELS } from './rollup-levels.js';

/** Deletes raw events that are older than the retention. Their roll-ups stay, the finer ones as long as they can be of use. */
@Injectable()
export class RetentionService {
  private readonly logger = new Logger(RetentionService.name);

  constructor(
    private readonly events: EventsStore,
    private readonly buckets: RollupBucketsStore,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Runs by itself every hour. */
  @Interval(HOUR_MS)
  async deleteOld(): Promise<void> {
    try {
      // Whole buckets: one that lost a part of its events couldn't be counted again.
      const oldestMs = bucketStartMs(FINEST_LEVEL, this.daysAgo(this.config.retentionDays).getTime());
      const deleted = await this.events.deleteBefore(new Date(oldestMs));
      this.logger.log({ msg: 'old events deleted', deleted, rollupsDeleted: await this.deleteOldRollups() });
    } catch (error) {
      this.logger.warn({ msg: 'old events not deleted, the next run tries again', err: error });
    }
  }

  private async deleteOldRollups(): Promise<number> {
    let deleted = 0;
    for (const level of ROLLUP_LEVELS) {
      const days = keptDays(level, this.config);
      if (days !== null) deleted += await this.buckets.deleteBefore(level, this.daysAgo(days));
    }
    return deleted;
  }

  private daysAgo(days: number): Date {
    return shifted(this.clock.now(), -days * DAY_MS);
  }
}
