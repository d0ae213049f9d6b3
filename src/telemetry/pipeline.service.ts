import { Injectable } from '@nestjs/common';
import { Failpoints } from '../platform/failpoints.js';
import { AnnouncerService } from './announcer.service.js';
import type { BatchRef } from './batch-ref.js';
import { BatchesStore } from './batches.store.js';
import { LabelsStore } from './labels.store.js';
import { bucketsOf } from './rollup-bucket.js';
import { RollupBucketsStore } from './rollup-buckets.store.js';
import { FINEST_LEVEL } from './rollup-levels.js';
import type { EventList, StoredLabel } from './telemetry.facts.js';

/** Takes one batch from stored to done. Every step may be repeated; their order is part of the correctness: done comes
 * last, and what counts is what stands in the database, not what was meant to be written. */
@Injectable()
export class PipelineService {
  constructor(
    private readonly announcer: AnnouncerService,
    private readonly batches: BatchesStore,
    private readonly labels: LabelsStore,
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
    const labels = await this.labelsOf(batch, list);
    await this.buckets.touch(FINEST_LEVEL, bucketsOf(orgId, kind, labels));
    await this.failpoints.pass('work.bumped');
    const labelled = new Set(labels.map(({ eventId }) => eventId));
    const rest = eventIds.filter((id) => !abandoned.has(id) && !(announced.has(id) && labelled.has(id)));
    if (rest.length > 0 && (await this.labels.countDead(orgId, kind, rest)) < rest.length) return false;
    await this.batches.complete(batch);
    await this.failpoints.pass('work.done');
    return true;
  }

  /** Read back, but where nothing else can be read: every event of the batch got its first label from this attempt. */
  private async labelsOf({ orgId, kind, eventIds }: BatchRef, list: EventList): Promise<readonly StoredLabel[]> {
    const certain = this.labels.certainOf(list);
    return certain?.length === eventIds.length ? certain : this.labels.read(orgId, kind, eventIds);
  }
}
