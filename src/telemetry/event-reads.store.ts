import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import { newestFirst, type Position } from '../lib/newest-first.js';
import type { OrgId } from '../lib/org-id.js';
import { AppConfig } from '../platform/config/app-config.js';
import { EventCollections } from './event-collections.store.js';
import type { EventDetail, EventRow, EventSearch } from './event-reads.facts.js';
import { conditionsOf, indexOf } from './event-search.js';
import { eventDetail, eventRow, type StoredEvent } from './stored-event.document.js';
import type { EventKind } from './telemetry.facts.js';

/** Which part of a list. */
export interface PageWish {
  /** The last one of the page before. */
  readonly after: Position | null;
  readonly limit: number;
}

/** What lists don't show is not read: it is most of an event. */
const ROW = { input_data: 0, response: 0, risk: 0, masked: 0 } as const;

/** Events that one message of the database holds, at most. */
const EXPORTED_AT_ONCE = 500;

/** Reads events for display and export. */
@Injectable()
export class EventReadsStore {
  private readonly maxTimeMS: number;

  constructor(
    private readonly collections: EventCollections,
    config: AppConfig,
  ) {
    this.maxTimeMS = config.dashboardTimeoutMs;
  }

  /** @returns events by time and id, the newest first
   * @throws what the database says where too much would have to be read for it */
  async page(orgId: OrgId, kind: EventKind, search: EventSearch, { after, limit }: PageWish): Promise<EventRow[]> {
    const read = async (more: object, sort: { timestamp: -1 } | { _id: -1 }, count: number): Promise<EventRow[]> => {
      const filter = { $and: [scoped(orgId), conditionsOf(search), more] };
      const options = { sort, limit: count, hint: indexOf(search), projection: ROW, maxTimeMS: this.maxTimeMS };
      const rows = await this.collections.of(kind).find<StoredEvent>(filter, options).toArray();
      return rows.map((row) => eventRow(kind, row));
    };
    const source = {
      atInstant: async (at: Date, belowId: string | null, count: number) =>
        read({ timestamp: at, ...(belowId === null ? {} : { _id: { $lt: belowId } }) }, { _id: -1 }, count),
      before: async (at: Date | null, count: number) =>
        read(at === null ? {} : { timestamp: { $lt: at } }, { timestamp: -1 }, count),
      positionOf: ({ timestamp, id }: EventRow) => ({ at: timestamp, id }),
    };
    return newestFirst(source, after, limit);
  }

  /** @returns null where the organization has no such event */
  async find(orgId: OrgId, kind: EventKind, id: string): Promise<EventDetail | null> {
    const row = await this.collections.of(kind).findOne<StoredEvent>({ _id: id, ...scoped(orgId) });
    return row === null ? null : eventDetail(kind, row);
  }

  /** Walks over events, the newest first, those of one instant in any order. Holds a few hundred at a time, and nothing in the database
   * once the walk is over, given up or aborted.
   * @param signal ends the walk at the next event, and what the database is doing for it, as if there were no more */
  async *walk(orgId: OrgId, kind: EventKind, search: EventSearch, signal: AbortSignal): AsyncGenerator<EventDetail> {
    const filter = { $and: [scoped(orgId), conditionsOf(search)] };
    const options = { sort: { timestamp: -1 }, hint: indexOf(search), batchSize: EXPORTED_AT_ONCE } as const;
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

  /** @returns when the newest event of a model happened; null where it has none */
  async lastSeen(orgId: OrgId, kind: EventKind, modelName: string): Promise<Date | null> {
    const options = { sort: { timestamp: -1 }, projection: { timestamp: 1 }, maxTimeMS: this.maxTimeMS } as const;
    const filter = { ...scoped(orgId), model_name: modelName };
    return (await this.collections.of(kind).findOne<StoredEvent>(filter, options))?.timestamp ?? null;
  }
}

function scoped(orgId: OrgId): { organization_id: Types.ObjectId } {
  return { organization_id: new Types.ObjectId(orgId) };
}
