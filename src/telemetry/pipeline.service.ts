import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { EventBus } from '../platform/event-bus.js';
import { type BatchRef, BatchesStore } from './batches.store.js';
import { EventsStore } from './events.store.js';
import { bucketsOf } from './rollup-bucket.js';
import { RollupsStore } from './rollups.store.js';
import { type EventList, LlmEventsStored, MlEventsStored } from './telemetry.facts.js';

/** Takes one batch from stored to done. Every step may be repeated; their order is part of the correctness: done comes
 * last, and what counts is read back from the database, not remembered. */
@Injectable()
export class PipelineService {
  constructor(
    private readonly bus: EventBus,
    private readonly batches: BatchesStore,
    private readonly events: EventsStore,
    private readonly rollups: RollupsStore,
    private readonly clock: Clock,
  ) {}

  /** @param batch its entry in the ledger
   * @param list those of its events that exist
   * @returns false where events of the batch have no label yet: it stays open
   * @throws what a listener or the database throws: it stays open */
  async process(batch: BatchRef, list: EventList): Promise<boolean> {
    const { orgId, kind } = batch;
    if (list.events.length > 0) {
      await this.bus.publish(
        list.kind === 'ml' ? new MlEventsStored(orgId, list.events) : new LlmEventsStored(orgId, list.events),
      );
    }
    const labels = await this.events.labels(orgId, kind, batch.eventIds);
    for (const [modelName, startsMs] of bucketsOf(labels)) {
      await this.rollups.touch({ orgId, kind, modelName }, startsMs);
    }
    if (labels.length < batch.eventIds.length) return false;
    await this.batches.complete(batch.id, this.clock.now());
    return true;
  }
}
