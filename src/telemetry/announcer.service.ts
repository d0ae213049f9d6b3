import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { EventBus } from '../platform/event-bus.js';
import { attemptPlan, rotated } from './attempt-plan.js';
import type { BatchRef } from './batch-ref.js';
import type { DeadLetterCode } from './dead-letter.js';
import { oneByOne } from './event-list.js';
import { EventsStore } from './events.store.js';
import { LabelsStore } from './labels.store.js';
import { type EventList, LlmEventsStored, MlEventsStored } from './telemetry.facts.js';

const NONE: ReadonlySet<string> = new Set();

/** How far the events of a batch have come, by id. */
export interface Announced {
  /** Those that every listener has dealt with, now: what a listener did in an earlier try, or another worker does, is not to
   * be relied on. */
  readonly announced: ReadonlySet<string>;
  /** Those that were never stored, and never will be. */
  readonly abandoned: ReadonlySet<string>;
}

/** Announces the events of a batch to the listeners that label them: together at first, one by one where that failed, and
 * buries those that fail again and again. */
@Injectable()
export class AnnouncerService {
  private readonly logger = new Logger(AnnouncerService.name);

  constructor(
    private readonly bus: EventBus,
    private readonly events: EventsStore,
    private readonly labels: LabelsStore,
    private readonly clock: Clock,
  ) {}

  /** @param list those of the batch's events that exist
   * @throws what a listener throws, while the events are tried together */
  async announce(batch: BatchRef, list: EventList): Promise<Announced> {
    const plan = attemptPlan(batch.claims);
    if (plan === 'bury_rest') return this.giveUp(batch, list);
    const ids = list.events.map(({ id }) => id);
    if (ids.length === 0) return { announced: new Set(), abandoned: NONE };
    if (plan === 'together') {
      await this.publish(batch, list);
      return { announced: new Set(ids), abandoned: NONE };
    }
    const failed = await this.tryAlone(batch, list);
    if (plan === 'alone_then_bury') await this.bury(batch, failed, 'processing_failed');
    return { announced: new Set(ids.filter((id) => !failed.includes(id))), abandoned: NONE };
  }

  /** Ends what has no end: whatever tried this batch died of one of its events. Nothing is known to be missing of one that is
   * labelled and isn't risky; the others are buried. Events that were never stored are left at that, unless a retry with
   * their request's key may still store them. */
  private async giveUp(batch: BatchRef, list: EventList): Promise<Announced> {
    const { orgId, kind, eventIds, fingerprint } = batch;
    const labels = await this.labels.read(orgId, kind, eventIds);
    const finished = new Set(labels.filter(({ riskLabel }) => riskLabel !== 'risky').map(({ eventId }) => eventId));
    const stored = new Set(list.events.map(({ id }) => id));
    await this.bury(
      batch,
      [...stored].filter((id) => !finished.has(id)),
      'never_finished',
    );
    const neverStored = fingerprint === undefined ? eventIds.filter((id) => !stored.has(id)) : [];
    return { announced: finished, abandoned: new Set(neverStored) };
  }

  /** @returns the ids of the events that failed */
  private async tryAlone(batch: BatchRef, list: EventList): Promise<string[]> {
    const failed: string[] = [];
    for (const alone of rotated(oneByOne(list), batch.claims)) {
      try {
        await this.publish(batch, alone);
      } catch (error) {
        const [event] = alone.events.map(({ id }) => id);
        if (event !== undefined) failed.push(event);
        this.logger.error({ msg: 'event failed alone', event, kind: batch.kind, claims: batch.claims, err: error });
      }
    }
    return failed;
  }

  private async publish({ orgId }: BatchRef, list: EventList): Promise<void> {
    const fact = list.kind === 'ml' ? new MlEventsStored(orgId, list.events) : new LlmEventsStored(orgId, list.events);
    await this.bus.publish(fact);
  }

  private async bury({ orgId, kind }: BatchRef, eventIds: readonly string[], code: DeadLetterCode): Promise<void> {
    const buried = await this.events.bury(orgId, kind, eventIds, { code, at: this.clock.now() });
    if (buried > 0)
      this.logger.error({ msg: 'events given up: replay them once the cause is mended', buried, kind, code });
  }
}
