import { Injectable } from '@nestjs/common';
import { Failpoints } from '../platform/failpoints.js';
import type { BatchRef } from './batch-ref.js';
import { BatchesStore } from './batches.store.js';
import { EventsStore } from './events.store.js';
import { IdempotencyKeyReused } from './telemetry-errors.js';
import type { EventList } from './telemetry.facts.js';

/** Makes a batch durable: what an answer stands for. */
@Injectable()
export class AcceptLogService {
  constructor(
    private readonly batches: BatchesStore,
    private readonly events: EventsStore,
    private readonly failpoints: Failpoints,
  ) {}

  /** Stores a batch. The ledger's entry comes first: events without one would never be labelled after a crash.
   * @returns its events as they are stored, to be worked on; null where an earlier try has done all of it
   * @throws IdempotencyKeyReused where the key came with another request
   * @throws whatever the database throws: the caller must not be told that anything was stored */
  async store(batch: BatchRef, list: EventList): Promise<EventList | null> {
    await this.failpoints.pass('accept.parsed');
    const opened = await this.batches.open(batch);
    if (opened === 'conflict') throw new IdempotencyKeyReused();
    if (opened === 'done') return null;
    await this.failpoints.pass('accept.opened');
    const known = await this.events.insert(batch.orgId, list);
    await this.failpoints.pass('accept.inserted');
    // An event that was there already counts as it was stored then, not as it was sent now.
    return known === 0 ? list : this.events.byIds(batch.orgId, batch.kind, batch.eventIds);
  }
}
