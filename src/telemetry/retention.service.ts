import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DAY_MS, HOUR_MS, shifted } from '../lib/duration.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { ActiveModelsStore } from './active-models.store.js';
import { EventsStore } from './events.store.js';

/** Deletes raw events that are older than the retention, and forgets models that sent none since. Their roll-ups stay. */
@Injectable()
export class RetentionService {
  private readonly logger = new Logger(RetentionService.name);

  constructor(
    private readonly events: EventsStore,
    private readonly models: ActiveModelsStore,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Runs by itself every hour. */
  @Interval(HOUR_MS)
  async deleteOldEvents(): Promise<void> {
    try {
      const cutoff = shifted(this.clock.now(), -this.config.retentionDays * DAY_MS);
      const deleted = await this.events.deleteBefore(cutoff);
      await this.models.deleteBefore(cutoff);
      this.logger.log({ msg: 'old events deleted', deleted });
    } catch (error) {
      this.logger.warn({ msg: 'old events not deleted, the next run tries again', err: error });
    }
  }
}
