import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import type { FeatureStats } from '../lib/feature-stats.js';
import { derivedId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import type { ModelProfile } from './model-profile.js';
import { DURABLE_WRITE } from '../platform/durable-write.js';
import { isDuplicateKey } from '../platform/errors/duplicate-key.js';
import { upserting } from '../platform/writes/upserting.js';
import type { LearnedProfile } from './learned-profile.js';
import { ModelProfileDocument } from './model-profile.schema.js';

/** Which model has a profile that was set. */
export interface SetProfile {
  readonly id: string;
  readonly orgId: OrgId;
  readonly modelName: string;
}

/** Profiles of models: one each. */
@Injectable()
export class ModelProfilesStore {
  constructor(@InjectModel(ModelProfileDocument.name) private readonly profiles: Model<ModelProfileDocument>) {}

  /** @returns null where the model has no baseline yet */
  async find(orgId: OrgId, modelName: string): Promise<ModelProfile | null> {
    return (await this.findAll(orgId, [modelName]))[0] ?? null;
  }

  /** @returns the profiles of those models that have one */
  async findAll(orgId: OrgId, modelNames: readonly string[]): Promise<ModelProfile[]> {
    const ids = modelNames.map((modelName) => idOf(orgId, modelName));
    const filter = { _id: { $in: ids }, organization_id: new Types.ObjectId(orgId) };
    return (await this.profiles.find(filter).lean()).map(fromRow);
  }

  /** Saves a learned baseline, unless the model has a profile already.
   * @returns the profile that stands now */
  async learn(
    orgId: OrgId,
    modelName: string,
    learned: { baselineLatencyMs: number; now: Date },
  ): Promise<ModelProfile> {
    const { baselineLatencyMs, now } = learned;
    const $setOnInsert = {
      organization_id: new Types.ObjectId(orgId),
      model_name: modelName,
      baseline_latency_ms: baselineLatencyMs,
      source: 'learned' as const,
      created_at: now,
      updated_at: now,
    };
    return this.upsert(orgId, modelName, { $setOnInsert });
  }

  /** Fills in what was learned from a model's signals, in place of what was learned before, unless the profile was set by hand. */
  async fill(orgId: OrgId, modelName: string, learned: LearnedProfile & { readonly now: Date }): Promise<void> {
    const { baselineLatencyMs, featureStats, robustStats, now } = learned;
    const $set = {
      baseline_latency_ms: baselineLatencyMs,
      feature_stats: featureStats,
      robust_stats: robustStats,
      updated_at: now,
    };
    const organization_id = new Types.ObjectId(orgId);
    const filter = { _id: idOf(orgId, modelName), organization_id, source: 'learned' as const };
    try {
      const update = { $set, $setOnInsert: { model_name: modelName, created_at: now } };
      await upserting((options) => this.profiles.updateOne(filter, update, { ...options, ...DURABLE_WRITE }));
    } catch (error) {
      // There is one that was set by hand.
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** Forgets a profile that was set by hand; one that was learned stays.
   * @returns what was forgotten; null where there was none */
  async unset(orgId: OrgId, modelName: string): Promise<ModelProfile | null> {
    const filter = {
      _id: idOf(orgId, modelName),
      organization_id: new Types.ObjectId(orgId),
      source: 'set' as const,
    };
    const row = await this.profiles.findOneAndDelete(filter).lean();
    return row === null ? null : fromRow(row);
  }

  /** @returns profiles of every organization that were set by hand, in the order of their ids
   * @param after the id to go on behind; empty to begin */
  async setByHand(after: string, limit: number): Promise<SetProfile[]> {
    const filter = { _id: { $gt: after }, source: 'set' as const };
    const rows = await this.profiles
      .find(filter, { organization_id: 1, model_name: 1 })
      .sort({ _id: 1 })
      .limit(limit)
      .lean();
    return rows.map((row) => ({
      id: row._id,
      orgId: row.organization_id.toHexString() as OrgId,
      modelName: row.model_name,
    }));
  }

  /** Sets a profile, replacing what was there. */
  async set(
    orgId: OrgId,
    modelName: string,
    wanted: { baselineLatencyMs: number; featureStats: FeatureStats | null; now: Date },
  ): Promise<ModelProfile> {
    const { baselineLatencyMs, featureStats, now } = wanted;
    const set = { baseline_latency_ms: baselineLatencyMs, source: 'set' as const, updated_at: now };
    const $setOnInsert = { organization_id: new Types.ObjectId(orgId), model_name: modelName, created_at: now };
    return this.upsert(
      orgId,
      modelName,
      featureStats === null
        ? { $set: set, $unset: { feature_stats: 1, robust_stats: 1 }, $setOnInsert }
        : { $set: { ...set, feature_stats: featureStats }, $unset: { robust_stats: 1 }, $setOnInsert },
    );
  }

  private async upsert(orgId: OrgId, modelName: string, update: object): Promise<ModelProfile> {
    const filter = { _id: idOf(orgId, modelName), organization_id: new Types.ObjectId(orgId) };
    const row = await upserting((options) =>
      this.profiles
        .findOneAndUpdate(filter, update, { ...options, returnDocument: 'after', ...DURABLE_WRITE })
        .orFail()
        .lean(),
    );
    return fromRow(row);
  }
}

function idOf(orgId: OrgId, modelName: string): string {
  return derivedId(orgId, 'profile', modelName);
}

function fromRow(row: ModelProfileDocument): ModelProfile {
  return {
    modelName: row.model_name,
    baselineLatencyMs: row.baseline_latency_ms,
    featureStats: row.feature_stats ?? null,
    robustStats: row.robust_stats ?? null,
    source: row.source,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
