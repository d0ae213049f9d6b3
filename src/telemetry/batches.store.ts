import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { HOUR_MS, SECOND_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { AppConfig } from '../platform/config/app-config.js';
import { BATCH_STATES, BatchDocument } from './batch.schema.js';
import { packIds, unpackIds } from './packed-ids.js';
import type { EventKind } from './telemetry.facts.js';

/** How long a worker has a batch to itself before a sweeper may take it. */
export const LEASE_MS = 15 * SECOND_MS;

/** Journaled, by a majority where there is one: before this an answer would be a guess. */
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;

/** A batch in the ledger: whose it is and which events it brought. */
export interface BatchRef {
  readonly id: string;
  readonly orgId: OrgId;
  readonly kind: EventKind;
  readonly eventIds: readonly string[];
  /** How often a sweeper has taken it, this time included. */
  readonly claims: number;
}

/** The ledger: what was accepted and isn't finished. Only the pipeline writes it. */
@Injectable()
export class BatchesStore {
  constructor(
    @InjectModel(BatchDocument.name) private readonly batches: Model<BatchDocument>,
    private readonly config: AppConfig,
  ) {}

  /** Notes a batch before its events are stored: events without an entry here would be orphans. */
  async open({ id, orgId, kind, eventIds }: BatchRef, now: Date): Promise<void> {
    const entry: BatchDocument = {
      _id: id,
      organization_id: new Types.ObjectId(orgId),
      kind,
      ids: packIds(eventIds),
      s: BATCH_STATES.open,
      lease: shifted(now, LEASE_MS),
      claims: 0,
      exp: shifted(now, this.config.retentionDays * 24 * HOUR_MS),
    };
    await this.batches.db.collection<BatchDocument>(this.batches.collection.collectionName).insertOne(entry, DURABLE);
  }

  /** Marks a batch as finished; its entry goes within the hour. */
  async complete(id: string, now: Date): Promise<void> {
    const done = { $set: { s: BATCH_STATES.done, exp: shifted(now, HOUR_MS) }, $unset: { lease: 1 } };
    await this.batches.updateOne({ _id: id }, done, { writeConcern: DURABLE.writeConcern });
  }

  /** Leaves an open batch to the next sweep after an instant. */
  async postpone(id: string, until: Date): Promise<void> {
    await this.batches.updateOne({ _id: id, s: BATCH_STATES.open }, { $set: { lease: until } });
  }

  /** Keeps batches that wait here away from sweepers. */
  async renew(ids: readonly string[], now: Date): Promise<void> {
    const waiting = { _id: { $in: [...ids] }, s: BATCH_STATES.open };
    await this.batches.updateMany(waiting, { $set: { lease: shifted(now, LEASE_MS) } });
  }

  /** Takes the open batch whose lease ran out first. A lease further away than any worker sets means that a clock went
   * back: it counts as run out.
   * @returns null where there is none */
  async claim(now: Date): Promise<BatchRef | null> {
    const expired = { lease: { $lt: now } };
    const fromTheFuture = { lease: { $gt: shifted(now, HOUR_MS) } };
    return (await this.claimOne(expired, now)) ?? (await this.claimOne(fromTheFuture, now));
  }

  /** @returns how many batches are unfinished */
  async countOpen(): Promise<number> {
    return this.batches.countDocuments({ lease: { $exists: true } });
  }

  private async claimOne(when: { lease: object }, now: Date): Promise<BatchRef | null> {
    const taken = { $set: { lease: shifted(now, LEASE_MS) }, $inc: { claims: 1 } };
    const options = { sort: { lease: 1 }, returnDocument: 'after' } as const;
    const row = await this.batches.findOneAndUpdate({ s: BATCH_STATES.open, ...when }, taken, options).lean();
    return row === null ? null : fromRow(row);
  }
}

function fromRow(row: BatchDocument): BatchRef {
  return {
    id: row._id,
    orgId: row.organization_id.toHexString() as OrgId,
    kind: row.kind,
    eventIds: unpackIds(row.ids),
    claims: row.claims,
  };
}
