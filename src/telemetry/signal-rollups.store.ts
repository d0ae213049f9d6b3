import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { BoundedMap } from '../lib/bounded-map.js';
import { derivedId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { packJson, unpackJson } from '../lib/packed-json.js';
import type { NamedCounts } from '../lib/signal-name.js';
import { nativeCollection } from '../platform/native-collection.js';
import { deleteOlder } from '../platform/writes/delete-older.js';
import { writeEach } from '../platform/writes/write-each.js';
import type { Window } from './events.store.js';
import type { Bucket, Series } from './rollup-bucket.js';
import { completeMs, type CountedSignals, dueMs, MARK_AGAIN_MS, type SignalRollup } from './signal-bucket.js';
import { SignalRollupDocument } from './signal-rollup.schema.js';

/** Buckets of which this process knows that they are marked. */
const MAX_MARKED = 20_000;

/** Buckets unpacked before others have their turn. */
const UNPACKED_AT_ONCE = 50;

/** Counted signals, by bucket. */
@Injectable()
export class SignalRollupsStore {
  /** Until when each stays marked, Unix milliseconds. */
  private readonly marked = new BoundedMap<number>(MAX_MARKED);

  constructor(@InjectModel(SignalRollupDocument.name) private readonly rollups: Model<SignalRollupDocument>) {}

  /** Marks buckets whose events are to be counted; makes those that aren't there. One that is marked already and not complete soon
   * stays as it is, so that this costs one write a bucket. */
  async touch(buckets: readonly Bucket[], now: Date): Promise<void> {
    const nowMs = now.getTime();
    const unmarked = buckets.filter((bucket) => (this.marked.get(idOf(bucket)) ?? 0) < nowMs + MARK_AGAIN_MS);
    if (unmarked.length === 0) return;
    const writes = unmarked.map((bucket) => ({
      filter: keyOf(idOf(bucket), bucket),
      update: {
        $inc: { v: 1 },
        // The first mark says when: else events that trickle in would put it off for ever.
        $min: { due: new Date(dueMs(bucket, nowMs)) },
        $setOnInsert: { kind: bucket.kind, model_name: bucket.modelName, start: new Date(bucket.startMs), d: 0 },
      },
      isUpsert: true,
    }));
    await writeEach(nativeCollection(this.rollups), writes);
    for (const bucket of unmarked) this.marked.set(idOf(bucket), completeMs(bucket, nowMs));
  }

  /** @returns buckets whose events are to be counted by now, of every organization, those first that wait longest */
  async due(now: Date, limit: number): Promise<SignalRollup[]> {
    const rows = await this.rollups
      .find({ due: { $lte: now } })
      .sort({ due: 1 })
      .limit(limit)
      .lean();
    return rows.map(fromRow);
  }

  /** Writes what was counted. Nothing happens where somebody who read later was faster. */
  async write(counted: readonly CountedSignals[]): Promise<void> {
    const writes = counted.map(({ rollup, counts, isComplete }) => {
      const { id, version } = rollup;
      const $set = { d: version, complete: isComplete, events: counts.events, signals: packJson(counts.signals) };
      // Of one version there may be several counts: it still fills.
      return { filter: { ...keyOf(id, rollup), d: { $lte: version } }, update: { $set } };
    });
    await writeEach(nativeCollection(this.rollups), writes);
  }

  /** Marks buckets as up to date, or for when they are to be counted again, but for those that changed since their version was read. */
  async clear(counted: readonly CountedSignals[]): Promise<void> {
    const writes = counted.map(({ rollup, again }) => {
      const update = again === null ? { $unset: { due: 1 as const } } : { $set: { due: again } };
      return { filter: { ...keyOf(rollup.id, rollup), v: rollup.version }, update };
    });
    // First forgotten, then cleared: a mark that is set in between is written.
    for (const { rollup, again } of counted) if (again === null) this.marked.delete(rollup.id);
    await writeEach(nativeCollection(this.rollups), writes);
  }

  /** @param after only buckets that start after this, Unix milliseconds
   * @returns the buckets of a series, the oldest first */
  async following(series: Series, after: number, limit: number): Promise<SignalRollup[]> {
    const { orgId, kind, modelName } = series;
    const filter = { organization_id: new Types.ObjectId(orgId), kind, model_name: modelName };
    const rows = await this.rollups
      .find({ ...filter, start: { $gt: new Date(after) } })
      .sort({ start: 1 })
      .limit(limit)
      .lean();
    return rows.map(fromRow);
  }

  /** @returns the buckets of a series that start within a window, the oldest first; read some at a time, because a week of them is
   *   much to unpack at once */
  async within(series: Series, { from, to }: Window): Promise<SignalRollup[]> {
    const { orgId, kind, modelName } = series;
    const filter = { organization_id: new Types.ObjectId(orgId), kind, model_name: modelName };
    const found = this.rollups
      .find({ ...filter, start: { $gte: from, $lt: to } })
      .sort({ start: 1 })
      .lean()
      .cursor({ batchSize: UNPACKED_AT_ONCE });
    const rollups: SignalRollup[] = [];
    for await (const row of found) rollups.push(fromRow(row));
    return rollups;
  }

  /** Deletes the buckets of every organization that start before an instant, but not those that wait. @returns how many */
  async deleteBefore(cutoff: Date): Promise<number> {
    const old = { field: 'start', cutoff, filter: { due: { $exists: false } } } as const;
    return deleteOlder(nativeCollection(this.rollups), old);
  }
}

/** One document by its shard key, were the collection sharded. */
function keyOf(id: string, { orgId }: Series): { _id: string; organization_id: Types.ObjectId } {
  return { _id: id, organization_id: new Types.ObjectId(orgId) };
}

function idOf({ orgId, kind, modelName, startMs }: Bucket): string {
  return derivedId(orgId, 'signals', kind, modelName, String(startMs));
}

function fromRow(row: SignalRollupDocument): SignalRollup {
  const { signals, events = 0 } = row;
  return {
    id: row._id,
    orgId: row.organization_id.toHexString() as OrgId,
    kind: row.kind,
    modelName: row.model_name,
    startMs: row.start.getTime(),
    version: row.v,
    isDue: row.due !== undefined,
    isComplete: row.complete === true,
    counts: signals === undefined ? null : { events, signals: unpackJson(signals) as NamedCounts[] },
  };
}
