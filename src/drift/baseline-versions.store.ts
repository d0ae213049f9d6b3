import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { derivedId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { packJson } from '../lib/packed-json.js';
import { nativeCollection } from '../platform/native-collection.js';
import { writeEach } from '../platform/writes/write-each.js';
import { BaselineVersionDocument } from './baseline-version.schema.js';
import type { BaselineVersion } from './drift-view.js';
import type { ModelWatch } from './model-watch.js';
import type { WatchedSignal } from './watched-signal.js';

/** Baselines of a signal that are kept; a caller who decides anew again and again makes as many as they like. */
const KEPT = 100;

/** The baselines that were compared with, the latest hundred of each signal. */
@Injectable()
export class BaselineVersionsStore {
  constructor(@InjectModel(BaselineVersionDocument.name) private readonly versions: Model<BaselineVersionDocument>) {}

  /** Keeps the baselines that some signals have now; one that is kept stays as it is. */
  async add({ orgId, kind, modelName }: ModelWatch, signals: readonly WatchedSignal[], now: Date): Promise<void> {
    const organization_id = new Types.ObjectId(orgId);
    const writes = signals.flatMap(({ name, version, baseline }) => {
      if (baseline === null) return [];
      const _id = derivedId(orgId, 'baseline', kind, modelName, name, String(version));
      const $setOnInsert = {
        kind,
        model_name: modelName,
        signal: name,
        version,
        status: baseline.status,
        from: new Date(baseline.fromMs),
        to: new Date(baseline.toMs),
        buckets: baseline.buckets,
        trimmed: baseline.trimmed,
        ...(baseline.figures === null ? {} : { mean: baseline.figures.mean }),
        baseline: packJson(baseline),
        created_at: now,
      };
      return [{ filter: { _id, organization_id }, update: { $setOnInsert }, isUpsert: true }];
    });
    if (writes.length === 0) return;
    await writeEach(nativeCollection(this.versions), writes);
    for (const { name, version } of signals) {
      if (version <= KEPT) continue;
      const old = { organization_id, model_name: modelName, kind, signal: name, version: { $lte: version - KEPT } };
      await this.versions.deleteMany(old);
    }
  }

  /** @returns the newest of a model, of either kind */
  async newest(orgId: OrgId, modelName: string, limit: number): Promise<BaselineVersion[]> {
    const filter = { organization_id: new Types.ObjectId(orgId), model_name: modelName };
    const rows = await this.versions.find(filter, { baseline: 0 }).sort({ created_at: -1 }).limit(limit).lean();
    return rows.map((row) => ({
      kind: row.kind,
      signal: row.signal,
      version: row.version,
      status: row.status,
      from: row.from,
      to: row.to,
      buckets: row.buckets,
      trimmed: row.trimmed,
      mean: row.mean ?? null,
      createdAt: row.created_at,
    }));
  }
}
