import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import type { OrgId } from '../lib/org-id.js';
import { deleteOlder } from '../platform/writes/delete-older.js';
import { writeEach } from '../platform/writes/write-each.js';
import type { Window } from './events.store.js';
import { type Bucket, type Recounted, type Rollup, type Series } from './rollup-bucket.js';
import { RollupCollections } from './rollup-collections.store.js';
import { COARSEST_LEVEL, type RollupLevel, levelBelow, startsBelow } from './rollup-levels.js';
import type { RollupDocument } from './rollup.schema.js';
import { figuresOf, rollupIdOf } from './stored-rollup.document.js';
import type { EventKind } from './telemetry.facts.js';

/** The buckets of every level, for those who keep them up to date. The steps of a recount are apart because others come between. */
@Injectable()
export class RollupBucketsStore {
  constructor(private readonly collections: RollupCollections) {}

  /** Marks buckets as lagging behind what they are made of; makes those that aren't there. */
  async touch(level: RollupLevel, buckets: readonly Bucket[]): Promise<void> {
    const writes = buckets.map((bucket) => ({
      filter: keyOf(rollupIdOf(bucket, bucket.startMs), bucket),
      update: {
        $inc: { v: 1 },
        $set: { q: true },
        $setOnInsert: { kind: bucket.kind, model_name: bucket.modelName, start: new Date(bucket.startMs), d: 0 },
      },
      isUpsert: true,
    }));
    await writeEach(this.collections.of(level), writes);
  }

  /** @returns buckets that lag behind, of every organization */
  async dirty(level: RollupLevel, limit: number): Promise<Rollup[]> {
    const rows = await this.collections.of(level).find({ q: true }).limit(limit).toArray();
    return rows.map(fromRow);
  }

  /** Writes what a recount found. Nothing happens where a newer recount was faster. */
  async write(level: RollupLevel, recounted: readonly Recounted[]): Promise<void> {
    const writes = recounted.map(({ rollup, figures }) => {
      const { id, version } = rollup;
      const { latencySumMs: latency_sum_ms, latencies, ...counts } = figures;
      // The long one last: whoever sums up the others needn't read past it.
      const $set = { ...counts, latency_sum_ms, d: version, latencies };
      return { filter: { ...keyOf(id, rollup), d: { $lt: version } }, update: { $set } };
    });
    await writeEach(this.collections.of(level), writes);
  }

  /** Marks buckets as up to date, but for those that changed again since their version was read. */
  async clear(level: RollupLevel, recounted: readonly Recounted[]): Promise<void> {
    const writes = recounted.map(({ rollup }) => {
      const filter = { ...keyOf(rollup.id, rollup), v: rollup.version, d: rollup.version };
      return { filter, update: { $unset: { q: 1 as const } } };
    });
    await writeEach(this.collections.of(level), writes);
  }

  /** @returns the buckets of the level below that some buckets are made of, as far as they exist */
  async below(level: RollupLevel, buckets: readonly Bucket[]): Promise<Rollup[]> {
    const below = levelBelow(level);
    if (below === null) return [];
    const ids = buckets.flatMap((bucket) =>
      startsBelow(level, bucket.startMs).map((startMs) => rollupIdOf(bucket, startMs)),
    );
    const organizations = [...new Set(buckets.map(({ orgId }) => orgId))].map((orgId) => new Types.ObjectId(orgId));
    const filter = { _id: { $in: ids }, organization_id: { $in: organizations } };
    const rows = await this.collections.of(below).find(filter).toArray();
    return rows.map(fromRow);
  }

  /** @returns those of a series' buckets that exist, by when they start, milliseconds; in any order */
  async byStarts(level: RollupLevel, series: Series, startsMs: readonly number[]): Promise<Rollup[]> {
    const ids = startsMs.map((startMs) => rollupIdOf(series, startMs));
    const filter = { _id: { $in: ids }, organization_id: new Types.ObjectId(series.orgId) };
    return (await this.collections.of(level).find(filter).toArray()).map(fromRow);
  }

  /** @returns the buckets of a series that start within a window */
  async within(level: RollupLevel, { orgId, kind, modelName }: Series, { from, to }: Window): Promise<Rollup[]> {
    const organization_id = new Types.ObjectId(orgId);
    const filter = { organization_id, kind, model_name: modelName, start: { $gte: from, $lt: to } };
    return (await this.collections.of(level).find(filter).toArray()).map(fromRow);
  }

  /** @returns the kinds and models of an organization that have roll-ups */
  async series(orgId: OrgId): Promise<Series[]> {
    const rows = await this.collections
      .of(COARSEST_LEVEL)
      .aggregate<{ _id: { kind: EventKind; model: string } }>([
        { $match: { organization_id: new Types.ObjectId(orgId) } },
        { $group: { _id: { kind: '$kind', model: '$model_name' } } },
      ])
      .toArray();
    return rows.map(({ _id }) => ({ orgId, kind: _id.kind, modelName: _id.model }));
  }

  /** Walks over every bucket of a level, of every organization, some at a time. */
  async *all(level: RollupLevel, atOnce: number): AsyncGenerator<Bucket[]> {
    const projection = { organization_id: 1, kind: 1, model_name: 1, start: 1 };
    const cursor = this.collections.of(level).find({}, { projection, batchSize: atOnce });
    let buckets: Bucket[] = [];
    for await (const row of cursor) {
      buckets.push(bucketOf(row));
      if (buckets.length < atOnce) continue;
      yield buckets;
      buckets = [];
    }
    if (buckets.length > 0) yield buckets;
  }

  /** Deletes the buckets of every organization that start before an instant, but not those that lag behind. @returns how many */
  async deleteBefore(level: RollupLevel, cutoff: Date): Promise<number> {
    return deleteOlder(this.collections.of(level), { field: 'start', cutoff, filter: { q: { $exists: false } } });
  }
}

/** One document by its shard key, were the collection sharded. */
function keyOf(id: string, { orgId }: Series): { _id: string; organization_id: Types.ObjectId } {
  return { _id: id, organization_id: new Types.ObjectId(orgId) };
}

function bucketOf(row: RollupDocument): Bucket {
  const orgId = row.organization_id.toHexString() as OrgId;
  return { orgId, kind: row.kind, modelName: row.model_name, startMs: row.start.getTime() };
}

function fromRow(row: RollupDocument): Rollup {
  return {
    id: row._id,
    ...bucketOf(row),
    version: row.v,
    isDirty: row.q === true,
    figures: figuresOf(row),
  };
}
