import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import type { OrgId } from '../lib/org-id.js';
import { inParts } from '../lib/in-parts.js';
import { writeEach } from '../platform/writes/write-each.js';
import { EventCollections } from './event-collections.store.js';
import { EVENTS_AT_ONCE } from './events.store.js';
import { storedLabels } from './stored-labels.js';
import type { EventKind, EventList, StoredLabel, Verdict } from './telemetry.facts.js';

/** The labels of events, and which will never get one. What stands in the database counts; it is read back but where it can't be anything else. */
@Injectable()
export class LabelsStore {
  /** By the list of events that they are of, the labels of all of them: they never change, so that they are read once at most. */
  private readonly certain = new WeakMap<EventList['events'], readonly StoredLabel[]>();

  constructor(private readonly collections: EventCollections) {}

  /** Writes labels where there is none: the first one stays.
   * @param list events as they are stored: read from the database, or inserted by this process just now
   * @param verdicts of the events, in their order
   * @returns the labels that stand in the database now, whoever wrote them */
  async write(orgId: OrgId, list: EventList, verdicts: readonly Verdict[]): Promise<readonly StoredLabel[]> {
    const certain = this.certainOf(list);
    if (certain !== null || verdicts.length === 0) return certain ?? [];
    const matched = await inParts(verdicts, EVENTS_AT_ONCE, async (part) => this.writeFirst(orgId, list.kind, part));
    // A label once written never changes, nor does the time of an event: where each of these was the first, nothing is to be read.
    if (matched.reduce((sum, count) => sum + count, 0) === verdicts.length) this.noteCertain(list, verdicts);
    return this.certainOf(list) ?? this.readAll(orgId, list);
  }

  /** Notes that the labels of a list are the first ones: its events were inserted with them. Of every organization, in memory alone.
   * @param verdicts of the events, in their order */
  noteCertain({ events }: EventList, verdicts: readonly Verdict[]): void {
    const labels = storedLabels(events, verdicts);
    if (labels !== null) this.certain.set(events, labels);
  }

  /** The labels of a list, where they are known, of every organization: whoever has the list may know them.
   * @returns null where they must be read */
  certainOf({ events }: EventList): readonly StoredLabel[] | null {
    return this.certain.get(events) ?? null;
  }

  /** @returns how many of the labels were the first ones of their events */
  private async writeFirst(orgId: OrgId, kind: EventKind, verdicts: readonly Verdict[]): Promise<number> {
    const organization_id = new Types.ObjectId(orgId);
    const writes = verdicts.map(({ eventId, ...label }) => ({
      filter: { _id: eventId, organization_id, riskLabel: { $exists: false }, dead: { $exists: false } },
      update: { $set: label },
    }));
    return (await writeEach(this.collections.of(kind), writes)).matched;
  }

  private async readAll(orgId: OrgId, { kind, events }: EventList): Promise<readonly StoredLabel[]> {
    const ids = events.map(({ id }) => id);
    const labels = await this.read(orgId, kind, ids);
    if (labels.length === ids.length) this.certain.set(events, labels);
    return labels;
  }

  /** The labels that stand in the database; events without one are missing. */
  async read(orgId: OrgId, kind: EventKind, ids: readonly string[]): Promise<StoredLabel[]> {
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

  /** @returns how many of some events were given up */
  async countDead(orgId: OrgId, kind: EventKind, ids: readonly string[]): Promise<number> {
    const buried = { _id: { $in: [...ids] }, organization_id: new Types.ObjectId(orgId), dead: { $exists: true } };
    return this.collections.of(kind).countDocuments(buried);
  }
}

interface LabelRow {
  readonly _id: string;
  readonly model_name: string;
  readonly timestamp: Date;
  readonly riskScore: number;
  readonly riskLabel: StoredLabel['riskLabel'];
}
