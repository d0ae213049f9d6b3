import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { groupBy } from '../lib/group-by.js';
import type { OrgId } from '../lib/org-id.js';
import { FEATURE } from '../lib/signal-name.js';
import { queryTimeMs } from '../platform/answer-time.js';
import { AppConfig } from '../platform/config/app-config.js';
import { nativeCollection } from '../platform/native-collection.js';
import { writeEach } from '../platform/writes/write-each.js';
import { DriftEpisodeDocument } from './drift-episode.schema.js';
import type { DriftEpisode } from './drift.facts.js';

/** Episodes of drift, open and past. */
@Injectable()
export class DriftEpisodesStore {
  constructor(
    @InjectModel(DriftEpisodeDocument.name) private readonly episodes: Model<DriftEpisodeDocument>,
    private readonly config: AppConfig,
  ) {}

  /** Saves episodes as they are now; saying it again changes nothing, and one that has ended stays so. */
  async save(orgId: OrgId, changed: readonly DriftEpisode[]): Promise<void> {
    const organization_id = new Types.ObjectId(orgId);
    const collection = nativeCollection(this.episodes);
    const openings = changed.map((episode) => ({
      filter: { _id: episode.id, organization_id },
      update: { $setOnInsert: openingOf(episode) },
      isUpsert: true,
    }));
    await writeEach(collection, openings);
    const changes = changed.map((episode) => ({
      filter: { _id: episode.id, organization_id, ended: { $exists: false } },
      update: { $set: { severity: episode.severity, peak_size: episode.peakSize, ...endOf(episode) } },
    }));
    await writeEach(collection, changes);
  }

  /** @param page `before`: only those that opened before this
   * @returns a model's episodes, the newest first */
  async ofModel(
    orgId: OrgId,
    modelName: string,
    page: { readonly before: Date | null; readonly limit: number },
  ): Promise<DriftEpisode[]> {
    const filter = { organization_id: new Types.ObjectId(orgId), model_name: modelName };
    const since = page.before === null ? {} : { since: { $lt: page.before } };
    const newest = this.episodes
      .find({ ...filter, ...since })
      .sort({ since: -1 })
      .limit(page.limit);
    return (await newest.maxTimeMS(queryTimeMs(this.config.dashboardTimeoutMs)).lean()).map(fromRow);
  }

  /** @returns the features of some models' predictions that have an open episode, by model; models without any are missing */
  async driftingFeatures(
    orgId: OrgId,
    modelNames: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const filter = { organization_id: new Types.ObjectId(orgId), model_name: { $in: [...modelNames] } };
    const open = { ...filter, kind: 'ml' as const, ended: { $exists: false } };
    const rows = (await this.episodes.find(open, { model_name: 1, signal: 1 }).lean()).filter(({ signal }) =>
      signal.startsWith(FEATURE),
    );
    const byModel = groupBy(rows, (row) => row.model_name);
    return new Map(
      [...byModel].map(([name, own]) => [name, new Set(own.map(({ signal }) => signal.slice(FEATURE.length)))]),
    );
  }
}

function openingOf(episode: DriftEpisode) {
  return {
    kind: episode.kind,
    model_name: episode.modelName,
    signal: episode.signal,
    since: episode.since,
    direction: episode.direction,
    method: episode.method,
    p: episode.p,
    size: episode.size,
    window_buckets: episode.windowBuckets,
    window_values: episode.windowValues,
  };
}

function endOf({ ended, endReason }: DriftEpisode): { ended?: Date; end_reason?: string } {
  return ended === null || endReason === null ? {} : { ended, end_reason: endReason };
}

function fromRow(row: DriftEpisodeDocument): DriftEpisode {
  return {
    id: row._id,
    kind: row.kind,
    modelName: row.model_name,
    signal: row.signal,
    since: row.since,
    ended: row.ended ?? null,
    endReason: (row.end_reason ?? null) as DriftEpisode['endReason'],
    severity: row.severity,
    direction: row.direction as DriftEpisode['direction'],
    method: row.method as DriftEpisode['method'],
    p: row.p,
    size: row.size,
    peakSize: row.peak_size,
    windowBuckets: row.window_buckets,
    windowValues: row.window_values,
  };
}
