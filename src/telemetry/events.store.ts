import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import type { OrgId } from '../lib/org-id.js';
import { RISK_LABELS } from '../lib/risk-label.js';
import { EventCollections } from './event-collections.store.js';
import { llmDocument, llmEvent, mlDocument, mlEvent } from './event.document.js';
import { EVENT_KINDS, type EventKind, type EventList, type StoredLabel, type Verdict } from './telemetry.facts.js';

/** Acknowledged only when it survives a crash, of a primary too. */
const DURABLE = { writeConcern: { w: 'majority', journal: true } } as const;

/** A span of event time, its end not included. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** The events of every organization. */
@Injectable()
export class EventsStore {
  constructor(private readonly collections: EventCollections) {}

  /** Stores new events durably. All of them are, or it throws. */
  async insert(orgId: OrgId, list: EventList): Promise<void> {
    const options = { ordered: false, ...DURABLE };
    if (list.kind === 'ml') {
      await this.collections.of('ml').insertMany(
        list.events.map((event) => mlDocument(orgId, event)),
        options,
      );
    } else {
      await this.collections.of('llm').insertMany(
        list.events.map((event) => llmDocument(orgId, event)),
        options,
      );
    }
  }

  /** Reads events back, those that exist, in any order. */
  async byIds(orgId: OrgId, kind: EventKind, ids: readonly string[]): Promise<EventList> {
    const filter = { _id: { $in: [...ids] }, organization_id: new Types.ObjectId(orgId) };
    if (kind === 'ml') return { kind, events: (await this.collections.of('ml').find(filter).toArray()).map(mlEvent) };
    return { kind, events: (await this.collections.of('llm').find(filter).toArray()).map(llmEvent) };
  }

  /** Writes labels where there is none: the first one stays.
   * @returns the labels that stand in the database now, whoever wrote them */
  async label(orgId: OrgId, kind: EventKind, verdicts: readonly Verdict[]): Promise<StoredLabel[]> {
    if (verdicts.length === 0) return [];
    const organization_id = new Types.ObjectId(orgId);
    const operations = verdicts.map(({ eventId, ...label }) => ({
      updateOne: { filter: { _id: eventId, organization_id, riskLabel: { $exists: false } }, update: { $set: label } },
    }));
    await this.collections.of(kind).bulkWrite(operations, { ordered: false, ...DURABLE });
    return this.labels(
      orgId,
      kind,
      verdicts.map((verdict) => verdict.eventId),
    );
  }

  /** The labels that stand in the database; events without one are missing. */
  async labels(orgId: OrgId, kind: EventKind, ids: readonly string[]): Promise<StoredLabel[]> {
    const filter = { _id: { $in: [...ids] }, organization_id: new Types.ObjectId(orgId), riskLabel: { $exists: true } };
    const projection = { model_name: 1, timestamp: 1, riskScore: 1, riskLabel: 1 };
    const found = await this.collections.of(kind).find<LabelRow>(filter, { projection }).toArray();
    return found.map((row) => ({
      eventId: row._id,
      modelName: row.model_name,
      timestamp: row.timestamp,
      riskScore: row.riskScore,
      riskLabel: row.riskLabel,
    }));
  }

  /** @returns mean latency of a model's events in a window, milliseconds; null where there are none */
  async meanLatencyMs(orgId: OrgId, kind: EventKind, modelName: string, { from, to }: Window): Promise<number | null> {
    const $match = {
      organization_id: new Types.ObjectId(orgId),
      model_name: modelName,
      timestamp: { $gte: from, $lt: to },
    };
    const [row] = await this.collections
      .of(kind)
      .aggregate<{ mean: number }>([{ $match }, { $group: { _id: null, mean: { $avg: '$latency_ms' } } }])
      .toArray();
    return row?.mean ?? null;
  }

  /** @returns the earliest time among a model's events; null where it has none */
  async firstTimestamp(orgId: OrgId, kind: EventKind, modelName: string): Promise<Date | null> {
    const filter = { organization_id: new Types.ObjectId(orgId), model_name: modelName };
    const options = { sort: { timestamp: 1 }, projection: { timestamp: 1 } } as const;
    const first = await this.collections.of(kind).findOne<{ timestamp: Date }>(filter, options);
    return first?.timestamp ?? null;
  }

  /** Deletes events of every organization that are older than an instant, labelled ones: the rest isn't finished.
   * @returns how many */
  async deleteBefore(cutoff: Date): Promise<number> {
    const old = { riskLabel: { $in: [...RISK_LABELS] }, timestamp: { $lt: cutoff } };
    const outcomes = await Promise.all(EVENT_KINDS.map((kind) => this.collections.of(kind).deleteMany(old)));
    return outcomes.reduce((sum, outcome) => sum + outcome.deletedCount, 0);
  }
}

interface LabelRow {
  readonly _id: string;
  readonly model_name: string;
  readonly timestamp: Date;
  readonly riskScore: number;
  readonly riskLabel: StoredLabel['riskLabel'];
}
