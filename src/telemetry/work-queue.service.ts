import { setImmediate } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import PQueue from 'p-queue';
import { Failpoints } from '../platform/failpoints.js';
import { backOffMs } from './back-off.js';
import type { BatchRef } from './batch-ref.js';
import { BatchesStore } from './batches.store.js';
import { PipelineService } from './pipeline.service.js';
import type { EventList } from './telemetry.facts.js';

/** Batches worked on at once: they wait for the database more than they compute. */
const CONCURRENCY = 4;

/** Events held in memory at most; a batch beyond that is left to the sweeper, which reads it from the database. */
const MAX_WAITING_EVENTS = 50_000;

/** The local queue: a bell, not a store. Whatever is dropped or fails here is still open in the ledger. */
@Injectable()
export class WorkQueueService {
  private readonly logger = new Logger(WorkQueueService.name);
  private readonly queue = new PQueue({ concurrency: CONCURRENCY });
  private readonly held = new Map<string, number>();

  constructor(
    private readonly pipeline: PipelineService,
    private readonly batches: BatchesStore,
    private readonly failpoints: Failpoints,
  ) {}

  /** Ids of the batches that wait or are worked on here. */
  get heldBatches(): readonly string[] {
    return [...this.held.keys()];
  }

  /** Whether a batch of that size would be taken. */
  hasRoom(): boolean {
    return [...this.held.values()].reduce((sum, size) => sum + size, 0) < MAX_WAITING_EVENTS;
  }

  /** Takes a batch for processing soon, or drops it where the queue is full. Never throws. */
  offer(batch: BatchRef, list: EventList): void {
    if (!this.hasRoom() || this.held.has(batch.id)) return;
    this.held.set(batch.id, list.events.length);
    void this.queue.add(() => this.work(batch, list)).finally(() => this.held.delete(batch.id));
  }

  /** Waits until nothing is held. */
  async drain(): Promise<void> {
    await this.queue.onIdle();
  }

  /** Stops before the next batch, and leaves those held to whoever comes next; what is under way goes on. */
  async halt(): Promise<void> {
    this.queue.pause();
    this.queue.clear();
    for (const id of this.heldBatches) await this.batches.postpone(id, 0);
  }

  private async work(batch: BatchRef, list: EventList): Promise<void> {
    // The answer to the client goes out first.
    await setImmediate();
    try {
      await this.failpoints.pass('accept.answered');
      if (!(await this.pipeline.process(batch, list))) await this.postpone(batch);
    } catch (error) {
      this.logger.error({ msg: 'batch failed, it will be tried again', batch: batch.id, kind: batch.kind, err: error });
      await this.postpone(batch);
    }
  }

  private async postpone(batch: BatchRef): Promise<void> {
    try {
      await this.batches.postpone(batch.id, backOffMs(batch.claims, Math.random()));
    } catch (error) {
      // Its lease runs out by itself.
      this.logger.warn({ msg: 'batch could not be postponed', batch: batch.id, err: error });
    }
  }
}
