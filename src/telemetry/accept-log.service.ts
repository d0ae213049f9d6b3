import { Injectable } from '@nestjs/common';
import { Failpoints } from '../platform/failpoints.js';
import type { BatchRef } from './batch-ref.js';
import { BatchesStore } from './batches.store.js';
import { among } from './event-list.js';
import { EventsStore } from './events.store.js';
import { InlineLabelsService } from './inline-labels.service.js';
import { LabelsStore } from './labels.store.js';
import { IdempotencyKeyReused } from './telemetry-errors.js';
import type { EventList } from './telemetry.facts.js';

/** What a request has come to. */
export interface Accepted {
  /** Its entry in the ledger, with the events that this names. */
  readonly batch: BatchRef;
  /** Those of the request's events that are stored now, as they were sent. */
  readonly sent: EventList;
  /** What is to be worked on, as it is stored; null where an earlier try has done all of it. */
  readonly toDo: EventList | null;
}

/** Makes a batch durable: what an answer stands for. */
@Injectable()
export class AcceptLogService {
  constructor(
    private readonly batches: BatchesStore,
    private readonly events: EventsStore,
    private readonly labels: LabelsStore,
    private readonly inline: InlineLabelsService,
    private readonly failpoints: Failpoints,
  ) {}

  /** Stores a batch. The ledger's entry comes first: events without one would never be labelled after a crash. An event that
   * the first try of the request did not bring, because it was faulty then, isn't in the entry and isn't stored.
   * @throws IdempotencyKeyReused where the key came with another request
   * @throws whatever the database throws: the caller must not be told that anything was stored */
  async store(wanted: BatchRef, list: EventList): Promise<Accepted> {
    await this.failpoints.pass('accept.parsed');
    const { state, eventIds } = await this.batches.open(wanted);
    if (state === 'conflict') throw new IdempotencyKeyReused();
    const batch = { ...wanted, eventIds };
    const sent = eventIds === wanted.eventIds ? list : among(list, new Set(eventIds));
    if (state === 'done') return { batch, sent, toDo: null };
    await this.failpoints.pass('accept.opened');
    const verdicts = await this.inline.verdictsOf(batch.orgId, sent);
    const known = await this.events.insert(batch.orgId, sent, verdicts);
    await this.failpoints.pass('accept.inserted');
    if (known === 0 && verdicts !== null) this.labels.noteCertain(sent, verdicts);
    // An event that was there already counts as it was stored then, not as it was sent now.
    const toDo = known === 0 ? sent : await this.events.byIds(batch.orgId, batch.kind, eventIds);
    return { batch, sent, toDo };
  }
}
