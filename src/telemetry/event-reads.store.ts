import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import { newestFirst, type Position } from '../lib/newest-first.js';
import type { OrgId } from '../lib/org-id.js';
import { queryTimeMs } from '../platform/answer-time.js';
import { AppConfig } from '../platform/config/app-config.js';
import { EventCollections } from './event-collections.store.js';
import type { EventDetail, EventRow, EventSearch } from './event-reads.facts.js';
import { conditionsOf, indexedPart, indexOf, isIndexed } from './event-search.js';
import { type Place, type Slice, slicesOf } from './event-slices.js';
import { eventDetail, eventRow, type StoredEvent } from './stored-event.document.js';
import type { EventKind } from './telemetry.facts.js';

/** Which part of a list. */
export interface PageWish {
  /** The last one of the page before. */
  readonly after: Position | null;
  readonly limit: number;
}

/** A page of events, and how far the search for them has come. */
export interface FoundEvents {
  readonly rows: EventRow[];
  /** Up to here all events were looked at, and there are more; null where the page is full, or nothing comes after
   * it. */
  readonly reached: Position | null;
}

/** What lists don't show is not read: it is most of an event. */
const ROW = { input_data: 0, response: 0, risk: 0, masked: 0 } as const;

/** Events that one message of the database holds, at most: what is decoded at once holds up everything else, and of
 * large ones more would take much memory. */
const EVENTS_AT_ONCE = 32;

/** Slices that are searched for one page, at most; two of them hold some 2,000 events. */
const SLICES_AT_ONCE = 20;

type Order = Parameters<Place>[1];

/** Whose events are read, which, and by which search. */
interface List {
  readonly orgId: OrgId;
  readonly kind: EventKind;
  readonly search: EventSearch;
}

/** Reads events for display and export. What the index of a search doesn't answer is searched slice by slice, so
 * that no query takes long, whatever is searched for and however much there is. */
@Injectable()
export class EventReadsStore {
  constructor(
    private readonly collections: EventCollections,
    private readonly config: AppConfig,
  ) {}

  /** @returns events by time and id, the newest first */
  async page(orgId: OrgId, kind: EventKind, search: EventSearch, { after, limit }: PageWish): Promise<FoundEvents> {
    const list = { orgId, kind, search };
    if (isIndexed(search)) return { rows: await newestFirst(this.source(list, {}), after, limit), reached: null };
    const rows: EventRow[] = [];
    const enoughMs = performance.now() + this.config.dashboardTimeoutMs / 2;
    let searched = 0;
    for await (const slice of this.slices(list, after)) {
      rows.push(...(await this.inSlice(list, slice, limit - rows.length)));
      if (rows.length === limit) return { rows, reached: null };
      if (++searched >= SLICES_AT_ONCE || performance.now() > enoughMs) return { rows, reached: slice.end };
    }
    return { rows, reached: null };
  }

  /** @returns null where the organization has no such event */
  async find(orgId: OrgId, kind: EventKind, id: string): Promise<EventDetail | null> {
    const options = { maxTimeMS: this.timeMs() };
    const row = await this.collections.of(kind).findOne<StoredEvent>({ _id: id, ...scoped(orgId) }, options);
    return row === null ? null : eventDetail(kind, row);
  }

  /** Walks over events, the newest first, those of one instant in any order. Holds a few at a time, and nothing in
   * the database once the walk is over, given up or aborted.
   * @param signal ends the walk at the next event, and what the database is doing for it, as if there were no more */
  async *walk(orgId: OrgId, kind: EventKind, search: EventSearch, signal: AbortSignal): AsyncGenerator<EventDetail> {
    const list = { orgId, kind, search };
    if (isIndexed(search)) {
      yield* this.walkOver(list, {}, signal);
      return;
    }
    for await (const slice of this.slices(list, null)) {
      if (signal.aborted) break;
      yield* this.walkOver(list, slice.conditions, signal);
    }
  }

  /** @returns when the newest event of a model happened; null where it has none */
  async lastSeen(orgId: OrgId, kind: EventKind, modelName: string): Promise<Date | null> {
    const options = { sort: { timestamp: -1 }, projection: { timestamp: 1 }, maxTimeMS: this.timeMs() } as const;
    const filter = { ...scoped(orgId), model_name: modelName };
    return (await this.collections.of(kind).findOne<StoredEvent>(filter, options))?.timestamp ?? null;
  }

  private async *walkOver(
    { orgId, kind, search }: List,
    more: object,
    signal: AbortSignal,
  ): AsyncGenerator<EventDetail> {
    const filter = { $and: [scoped(orgId), conditionsOf(search), more] };
    const options = { sort: { timestamp: -1 }, hint: indexOf(search), batchSize: EVENTS_AT_ONCE } as const;
    const cursor = this.collections.of(kind).find<StoredEvent>(filter, options);
    let closing: Promise<void> | undefined;
    // Before the first answer there is no id to end it by: what that opens is closed when it has come. (The driver's own signal would break
    // the connection then, and leave the cursor behind.)
    const abort = (): void => {
      if (cursor.id !== undefined) closing = cursor.close();
    };
    signal.addEventListener('abort', abort);
    try {
      for await (const row of cursor) {
        if (signal.aborted) return;
        yield eventDetail(kind, row);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', abort);
      // Not closed once more: that would end the session that the first closing still needs.
      await closing;
    }
  }

  private slices(list: List, after: Position | null): AsyncGenerator<Slice> {
    const { orgId, kind, search } = list;
    const placeOf: Place = async (conditions, sort, nth) => {
      const filter = { $and: [scoped(orgId), conditionsOf(indexedPart(search)), conditions] };
      const options = { sort, skip: nth - 1, hint: indexOf(search), maxTimeMS: this.timeMs() };
      const projection = { timestamp: 1 };
      const row = await this.collections.of(kind).findOne<StoredEvent>(filter, { ...options, projection });
      return row === null ? null : { at: row.timestamp, id: row._id };
    };
    return slicesOf(placeOf, after);
  }

  private async inSlice(list: List, { conditions, isInstant }: Slice, limit: number): Promise<EventRow[]> {
    if (isInstant) return this.rows(list, conditions, { _id: -1 }, limit);
    return newestFirst(this.source(list, conditions), null, limit);
  }

  private source(list: List, more: object) {
    return {
      atInstant: async (at: Date, belowId: string | null, count: number) =>
        this.rows(list, { timestamp: at, ...(belowId === null ? {} : { _id: { $lt: belowId } }) }, { _id: -1 }, count),
      before: async (at: Date | null, count: number) =>
        this.rows(list, at === null ? more : { timestamp: { $lt: at } }, { timestamp: -1 }, count),
      positionOf: ({ timestamp, id }: EventRow) => ({ at: timestamp, id }),
    };
  }

  private async rows({ orgId, kind, search }: List, more: object, sort: Order, limit: number): Promise<EventRow[]> {
    const filter = { $and: [scoped(orgId), conditionsOf(search), more] };
    const options = { sort, limit, hint: indexOf(search), projection: ROW, maxTimeMS: this.timeMs() };
    const rows = await this.collections.of(kind).find<StoredEvent>(filter, options).toArray();
    return rows.map((row) => eventRow(kind, row));
  }

  private timeMs(): number {
    return queryTimeMs(this.config.dashboardTimeoutMs);
  }
}

function scoped(orgId: OrgId): { organization_id: Types.ObjectId } {
  return { organization_id: new Types.ObjectId(orgId) };
}
