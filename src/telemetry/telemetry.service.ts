import { Injectable } from '@nestjs/common';
import { derivedId, newId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { SharedRoom } from '../lib/shared-room.js';
import { AppConfig } from '../platform/config/app-config.js';
import { Overloaded } from '../platform/errors/overloaded.js';
import { Metrics } from '../platform/probes/metrics.js';
import { AcceptLogService } from './accept-log.service.js';
import type { BatchRef } from './batch-ref.js';
import { EventScreensService } from './event-screens.service.js';
import type { EventList } from './telemetry.facts.js';
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
  /** For batches that are being stored. */
  private readonly room: SharedRoom<OrgId>;

  constructor(
    private readonly log: AcceptLogService,
    private readonly queue: WorkQueueService,
    private readonly metrics: Metrics,
    config: AppConfig,
    private readonly screens: EventScreensService,
  ) {
    this.room = new SharedRoom(config.maxInFlightInserts);
  }

  /** Stores a batch durably; its processing begins afterwards, by itself.
   * @param idempotency null: two equal batches are two batches
   * @returns the ids of the events that are stored, now or by an earlier try: all of them but those that the first try of the
   *   same request did not bring
   * @throws Overloaded where too many batches are being stored, of everybody or of this organization
   * @throws IdempotencyKeyReused where the key came with another request
   * @throws whatever the database throws; the caller must not be told that anything was stored */
  async accept(orgId: OrgId, list: EventList, idempotency: Idempotency | null = null): Promise<ReadonlySet<string>> {
    if (list.events.length === 0) return new Set();
    if (!this.room.enter(orgId)) throw new Overloaded();
    try {
      const { batch, sent, toDo } = await this.log.store(
        batchOf(orgId, list, idempotency),
        await this.screens.apply(orgId, list),
      );
      if (toDo !== null) {
        this.metrics.eventsAccepted.inc({ kind: list.kind }, sent.events.length);
        this.queue.offer(batch, toDo);
      }
      return new Set(sent.events.map(({ id }) => id));
    } finally {
      this.room.leave(orgId);
    }
  }
}

function batchOf(orgId: OrgId, { kind, events }: EventList, idempotency: Idempotency | null): BatchRef {
  const id = idempotency === null ? newId(Date.now()) : derivedId(orgId, kind, 'batch', idempotency.key);
  const eventIds = events.map((event) => event.id);
  return { id, orgId, kind, eventIds, fingerprint: idempotency?.fingerprint, claims: 0 };
}
