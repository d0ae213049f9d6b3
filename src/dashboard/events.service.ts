import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { NotFound } from '../platform/errors/app-error.js';
import { RiskFactorsService } from '../risk/risk-factors.service.js';
import type { EventDetail, EventRow, EventSearch } from '../telemetry/event-reads.facts.js';
import { EventReadsStore } from '../telemetry/event-reads.store.js';
import type { EventKind } from '../telemetry/telemetry.facts.js';
import { type Page, pageOf, type PageWish } from './page.js';

/** What the risk of a prediction is made of, each 0-1. */
export interface Factors {
  readonly confidence: number;
  readonly drift: number;
  readonly outlier: number;
}

/** Shows events. */
@Injectable()
export class EventsService {
  constructor(
    private readonly events: EventReadsStore,
    private readonly factors: RiskFactorsService,
  ) {}

  /** @returns events by time and id, the newest first; where many had to be looked at, fewer than wanted, and the
   * place to go on from */
  async page(orgId: OrgId, kind: EventKind, search: EventSearch, { after, limit }: PageWish): Promise<Page<EventRow>> {
    const found = await this.events.page(orgId, kind, search, { after, limit: limit + 1 });
    return pageOf(found, limit, ({ timestamp, id }) => ({ at: timestamp, id }));
  }

  /** Walks over whole events, the newest first, in constant memory. What isn't stored with them isn't made up.
   * @param signal ends the walk */
  walk(orgId: OrgId, kind: EventKind, search: EventSearch, signal: AbortSignal): AsyncGenerator<EventDetail> {
    return this.events.walk(orgId, kind, search, signal);
  }

  /** @throws NotFound where the organization has no such event */
  async one(orgId: OrgId, kind: EventKind, id: string): Promise<{ event: EventDetail; factors: Factors | null }> {
    const event = await this.events.find(orgId, kind, id);
    if (event === null) throw new NotFound('Event');
    const { modelName, inputData, riskScore } = event;
    if (inputData === null || riskScore === null) return { event, factors: null };
    return { event, factors: await this.factors.of(orgId, { modelName, inputData, riskScore }) };
  }
}
