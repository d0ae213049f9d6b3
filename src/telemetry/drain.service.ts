import { setTimeout } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SECOND_MS } from '../lib/duration.js';
import { EventBus } from '../platform/event-bus.js';
import { Failpoints } from '../platform/failpoints.js';
import { RollupsService } from './rollups.service.js';
import { SignalsService } from './signals.service.js';
import { WorkQueueService } from './work-queue.service.js';

/** How long a shutdown waits for batches under way; the rest is taken up after the next start. */
const DRAIN_MS = 10 * SECOND_MS;

/** Brings what was accepted here to its end. */
@Injectable()
export class DrainService implements OnApplicationShutdown {
  constructor(
    private readonly queue: WorkQueueService,
    private readonly rollups: RollupsService,
    private readonly signals: SignalsService,
    private readonly bus: EventBus,
    private readonly failpoints: Failpoints,
  ) {}

  /** Waits until every batch taken here is done or postponed, and roll-ups include it. */
  async drain(): Promise<void> {
    await this.queue.drain();
    await this.rollups.flush();
    await this.signals.count();
    await this.bus.drain();
  }

  /** By now no request comes in any more; the database is still there. */
  async onApplicationShutdown(): Promise<void> {
    const timeout = new AbortController();
    await Promise.race([
      this.drain(),
      setTimeout(DRAIN_MS, undefined, { signal: timeout.signal }).catch(() => undefined),
    ]);
    timeout.abort();
    await this.failpoints.pass('shutdown.drained');
    await this.queue.halt();
  }
}
