import { Injectable } from '@nestjs/common';
import { writeCursor } from '../lib/page-cursor.js';
import type { OrgId } from '../lib/org-id.js';
import { NotFound } from '../platform/errors/app-error.js';
import { RiskFactorsService } from '../risk/risk-factors.service.js';
import type { EventDetail, EventRow, EventSearch } from '../telemetry/event-reads.facts.js';
import { EventReadsStore, type PageWish } from '../telemetry/event-reads.store.js';
import type { EventKind } from '../telemetry/telemetry.facts.js';

/** A page of a list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** For the next page; null on the last one. */
  readonly nextCursor: string | null;
}

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

  /** @returns events by time and id, the newest first */
  async page(orgId: OrgId, kind: EventKind, search: EventSearch, { after, limit }: PageWish): Promise<Page<EventRow>> {
    // One more says whether there is a next page.
    const found = await this.events.page(orgId, kind, search, { after, limit: limit + 1 });
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return { rows, nextCursor: last === undefined ? null : writeCursor({ at: last.timestamp, id: last.id }) };
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
