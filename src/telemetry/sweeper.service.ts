import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { SECOND_MS } from '../lib/duration.js';
import { SingleFlight } from '../lib/single-flight.js';
import { AppConfig } from '../platform/config/app-config.js';
import { DatabaseClock } from '../platform/database-clock.js';
import { BatchesStore } from './batches.store.js';
import { EventsStore } from './events.store.js';
import { WorkQueueService } from './work-queue.service.js';

/** Takes up what a crash, a full queue or a failing listener left open. */
@Injectable()
export class SweeperService implements OnApplicationBootstrap {
  private readonly logger = new Logger(SweeperService.name);
  private readonly flight = new SingleFlight();

  constructor(
    private readonly batches: BatchesStore,
    private readonly events: EventsStore,
    private readonly queue: WorkQueueService,
    private readonly clock: DatabaseClock,
    private readonly config: AppConfig,
  ) {}

  /** The embedded database has one owner: whoever held leases there before this start is dead. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.config.mongoUri === undefined) await this.batches.releaseAll();
  }

  /** Runs by itself every second; a second call joins the one under way. */
  @Interval(SECOND_MS)
  async sweep(): Promise<void> {
    await this.flight.run(async () => {
      try {
        await this.takeOpenBatches();
      } catch (error) {
        this.logger.warn({ msg: 'sweep failed, the next one tries again', err: error });
      }
    });
  }

  private async takeOpenBatches(): Promise<void> {
    await this.clock.synchronise();
    const held = this.queue.heldBatches;
    if (held.length > 0) await this.batches.renew(held);
    while (this.queue.hasRoom()) {
      const batch = await this.batches.claim();
      if (batch === null) return;
      this.queue.offer(batch, await this.events.byIds(batch.orgId, batch.kind, batch.eventIds));
    }
  }
}
