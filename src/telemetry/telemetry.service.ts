import { Injectable } from '@nestjs/common';
import { derivedId, newId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { AppConfig } from '../platform/config/app-config.js';
import { Overloaded } from '../platform/errors/overloaded.js';
import { Failpoints } from '../platform/failpoints.js';
import type { BatchRef } from './batch-ref.js';
import { BatchesStore } from './batches.store.js';
import { EventsStore } from './events.store.js';
import type { EventList } from './telemetry.facts.js';
import { IdempotencyKeyReused } from './telemetry-errors.js';
import { WorkQueueService } from './work-queue.service.js';

/** What makes a request and its retries one. */
export interface Idempotency {
  /** The caller's Idempotency-Key. */
  readonly key: string;
  /** Hash of what the request brings. */
  readonly fingerprint: string;
}

/** The one way in for events of every protocol. */
@Injectable()
export class TelemetryService {
  private underWay = 0;

  constructor(
    private readonly batches: BatchesStore,
    private readonly events: EventsStore,
    private readonly queue: WorkQueueService,
    private readonly config: AppConfig,
    private readonly failpoints: Failpoints,
  ) {}

  /** Stores a batch durably; its processing begins afterwards, by itself.
   * @param idempotency null: two equal batches are two batches
   * @returns how many events of the batch are stored, now or by an earlier try: all of them
   * @throws Overloaded where too many batches are being stored
   * @throws IdempotencyKeyReused where the key came with another request
   * @throws whatever the database throws; the caller must not be told that anything was stored */
  async accept(orgId: OrgId, list: EventList, idempotency: Idempotency | null = null): Promise<number> {
    if (list.events.length === 0) return 0;
    if (this.underWay >= this.config.maxInFlightInserts) throw new Overloaded();
    this.underWay++;
    try {
      await this.store(batchOf(orgId, list, idempotency), list);
      return list.events.length;
    } finally {
      this.underWay--;
    }
  }

  /** The ledger's entry comes first: events without one would never be labelled after a crash. */
  private async store(batch: BatchRef, list: EventList): Promise<void> {
    await this.failpoints.pass('accept.parsed');
    const opened = await this.batches.open(batch);
    if (opened === 'conflict') throw new IdempotencyKeyReused();
    if (opened === 'done') return;
    await this.failpoints.pass('accept.opened');
    const known = await this.events.insert(batch.orgId, list);
    await this.failpoints.pass('accept.inserted');
    // An event that was there already counts as it was stored then, not as it was sent now.
    const stored = known === 0 ? list : await this.events.byIds(batch.orgId, batch.kind, batch.eventIds);
    this.queue.offer(batch, stored);
  }
}

function batchOf(orgId: OrgId, { kind, events }: EventList, idempotency: Idempotency | null): BatchRef {
  const id = idempotency === null ? newId(Date.now()) : derivedId(orgId, kind, 'batch', idempotency.key);
  const eventIds = events.map((event) => event.id);
  return { id, orgId, kind, eventIds, fingerprint: idempotency?.fingerprint, claims: 0 };
}
