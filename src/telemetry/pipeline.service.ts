import { Injectable } from '@nestjs/common';
import { Failpoints } from '../platform/failpoints.js';
import { AnnouncerService } from './announcer.service.js';
import type { BatchRef } from './batch-ref.js';
import { BatchesStore } from './batches.store.js';
import { EventsStore } from './events.store.js';
import { bucketsOf } from './rollup-bucket.js';
import { RollupBucketsStore } from './rollup-buckets.store.js';
import { FINEST_LEVEL } from './rollup-levels.js';
import type { EventList } from './telemetry.facts.js';

/** Takes one batch from stored to done. Every step may be repeated; their order is part of the correctness: done comes
 * last, and what counts is read back from the database, not remembered. */
@Injectable()
export class PipelineService {
  constructor(
    private readonly announcer: AnnouncerService,
    private readonly batches: BatchesStore,
    private readonly events: EventsStore,
    private readonly buckets: RollupBucketsStore,
    private readonly failpoints: Failpoints,
  ) {}

  /** @param batch its entry in the ledger
   * @param list those of its events that exist
   * @returns false where events of the batch are not finished: it stays open. A label alone proves nothing: whoever wrote it may
   *   have died before the alert
   * @throws what a listener or the database throws: it stays open */
  async process(batch: BatchRef, list: EventList): Promise<boolean> {
    const { announced, abandoned } = await this.announcer.announce(batch, list);
    await this.failpoints.pass('work.alerted');
    const { orgId, kind, eventIds } = batch;
    const labels = await this.events.labels(orgId, kind, eventIds);
    await this.buckets.touch(FINEST_LEVEL, bucketsOf(orgId, kind, labels));
    await this.failpoints.pass('work.bumped');
    const labelled = new Set(labels.map(({ eventId }) => eventId));
    const rest = eventIds.filter((id) => !abandoned.has(id) && !(announced.has(id) && labelled.has(id)));
    if (rest.length > 0 && (await this.events.countDead(orgId, kind, rest)) < rest.length) return false;
    await this.batches.complete(batch);
    await this.failpoints.pass('work.done');
    return true;
  }
}
