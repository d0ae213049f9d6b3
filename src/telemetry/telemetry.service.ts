import { Injectable } from '@nestjs/common';
import { newId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { Metrics } from '../platform/probes/metrics.js';
import { BatchesStore } from './batches.store.js';
import { EventsStore } from './events.store.js';
import type { EventList } from './telemetry.facts.js';
import { WorkQueueService } from './work-queue.service.js';

/** The one way in for events of every protocol. */
@Injectable()
export class TelemetryService {
  constructor(
    private readonly batches: BatchesStore,
    private readonly events: EventsStore,
    private readonly queue: WorkQueueService,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /** Stores a batch durably; its processing begins afterwards, by itself. The ledger's entry comes first: events without
   * one would never be labelled after a crash.
   * @returns how many events were stored: all of them
   * @throws whatever the database throws; the caller must not be told that anything was stored */
  async accept(orgId: OrgId, list: EventList): Promise<number> {
    if (list.events.length === 0) return 0;
    const now = this.clock.now();
    const batch = {
      id: newId(now.getTime()),
      orgId,
      kind: list.kind,
      eventIds: list.events.map(({ id }) => id),
      claims: 0,
    };
    await this.batches.open(batch, now);
    await this.events.insert(orgId, list);
    this.metrics.eventsAccepted.inc({ kind: list.kind }, list.events.length);
    this.queue.offer(batch, list);
    return list.events.length;
  }
}
