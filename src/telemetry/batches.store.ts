import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { DAY_MS, HOUR_MS, MINUTE_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { AppConfig } from '../platform/config/app-config.js';
import { DatabaseClock } from '../platform/database-clock.js';
import { DURABLE_WRITE, PASSING_WRITE } from '../platform/durable-write.js';
import { nativeCollection } from '../platform/native-collection.js';
import { BATCH_STATES, BatchDocument } from './batch.schema.js';
import { packIds, unpackIds } from './packed-ids.js';
import type { BatchRef, Opened } from './batch-ref.js';
import { isDuplicateKey } from '../platform/errors/duplicate-key.js';

/** A lease further away than any worker sets one means that the database's clock went back. */
const NO_LEASE_IS_LONGER_MS = 10 * MINUTE_MS;

/** How long the entry of a finished batch stays that no retry can ask for. */
const DONE_WITHOUT_KEY_MS = HOUR_MS;

/** The ledger: what was accepted and isn't finished. Only the pipeline writes it. */
@Injectable()
export class BatchesStore {
  constructor(
    @InjectModel(BatchDocument.name) private readonly batches: Model<BatchDocument>,
    private readonly config: AppConfig,
    private readonly clock: DatabaseClock,
  ) {}

  /** Notes a batch before its events are stored: events without an entry here would be orphans. The entry of a retry is
   * there already.
   * @returns whether its events are to be stored, were stored and finished before, or belong to another request that
   *   carried the same key; and which events the entry names: others must not be stored under it, nobody would look after them */
  async open(batch: BatchRef): Promise<Opened> {
    for (;;) {
      if (await this.insert(batch)) return { state: 'open', eventIds: batch.eventIds };
      const same = { _id: batch.id, s: BATCH_STATES.open, h: batch.fingerprint ?? null };
      const again = { lease: this.leaseEnd(), exp: this.keptUntil() };
      const renewed = await this.batches
        .findOneAndUpdate(same, { $set: again }, { ...DURABLE_WRITE, projection: { ids: 1 } })
        .lean();
      if (renewed !== null) return { state: 'open', eventIds: unpackIds(renewed.ids) };
      const known = await this.batches.findById(batch.id).lean();
      // Gone, or opened again by somebody else, in between: then look once more.
      if (known === null) continue;
      const eventIds = unpackIds(known.ids);
      if (known.h !== batch.fingerprint) return { state: 'conflict', eventIds };
      if (known.s === BATCH_STATES.done) return { state: 'done', eventIds };
    }
  }

  /** Marks a batch as finished. Its entry stays as long as a retry with its key may come. */
  async complete(batch: BatchRef): Promise<void> {
    const exp = batch.fingerprint === undefined ? this.in(DONE_WITHOUT_KEY_MS) : this.keptUntil();
    const done = { $set: { s: BATCH_STATES.done, exp }, $unset: { lease: 1 } };
    await this.batches.updateOne({ _id: batch.id }, done, DURABLE_WRITE);
  }

  /** Leaves an open batch, of any organization, to the first sweep after a time.
   * @param delayMs milliseconds; 0: to whoever sweeps next
   * @returns false where it isn't open any more */
  async postpone(id: string, delayMs: number): Promise<boolean> {
    const open = { _id: id, s: BATCH_STATES.open };
    const outcome = await this.batches.updateOne(open, { $set: { lease: this.in(delayMs) } }, PASSING_WRITE);
    return outcome.matchedCount === 1;
  }

  /** Keeps batches of every organization that wait here away from sweepers. */
  async renew(ids: readonly string[]): Promise<void> {
    const waiting = { _id: { $in: [...ids] }, s: BATCH_STATES.open };
    await this.batches.updateMany(waiting, { $set: { lease: this.leaseEnd() } }, PASSING_WRITE);
  }

  /** Leaves every open batch of every organization to whoever sweeps next. */
  async releaseAll(): Promise<void> {
    const leased = { lease: { $gt: this.clock.now() }, s: BATCH_STATES.open };
    await this.batches.updateMany(leased, { $set: { lease: this.clock.now() } }, PASSING_WRITE);
  }

  /** Takes the open batch, of any organization, whose lease ran out first. A lease further away than any worker sets means that a clock went
   * back: it counts as run out.
   * @returns null where there is none */
  async claim(): Promise<BatchRef | null> {
    const fromTheFuture = { $gt: this.in(NO_LEASE_IS_LONGER_MS) };
    return (await this.claimOne({ $lt: this.clock.now() })) ?? (await this.claimOne(fromTheFuture));
  }

  /** @returns how many batches of every organization are unfinished */
  async countOpen(): Promise<number> {
    return this.batches.countDocuments({ lease: { $exists: true } });
  }

  /** @returns false where the entry is there already */
  private async insert({ id, orgId, kind, eventIds, fingerprint }: BatchRef): Promise<boolean> {
    const entry: BatchDocument = {
      _id: id,
      organization_id: new Types.ObjectId(orgId),
      kind,
      ids: packIds(eventIds),
      s: BATCH_STATES.open,
      ...(fingerprint === undefined ? {} : { h: fingerprint }),
      lease: this.leaseEnd(),
      claims: 0,
      exp: this.keptUntil(),
    };
    try {
      await nativeCollection(this.batches).insertOne(entry, DURABLE_WRITE);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  private leaseEnd(): Date {
    return this.in(this.config.leaseMs);
  }

  /** As long as the events themselves. */
  private keptUntil(): Date {
    return this.in(this.config.retentionDays * DAY_MS);
  }

  /** An instant of the database's time. */
  private in(delayMs: number): Date {
    return shifted(this.clock.now(), delayMs);
  }

  private async claimOne(lease: { $lt: Date } | { $gt: Date }): Promise<BatchRef | null> {
    const taken = { $set: { lease: this.leaseEnd() }, $inc: { claims: 1 } };
    const options = { sort: { lease: 1 }, returnDocument: 'after', ...PASSING_WRITE } as const;
    const row = await this.batches.findOneAndUpdate({ s: BATCH_STATES.open, lease }, taken, options).lean();
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
    fingerprint: row.h,
  };
}
