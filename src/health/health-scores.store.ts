import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import type { OrgId } from '../lib/org-id.js';
import { PASSING_WRITE } from '../platform/durable-write.js';
import { upserting } from '../platform/writes/upserting.js';
import type { HealthDetails } from './health-score.js';
import { HealthScoreDocument } from './health-score.schema.js';
import type { StoredHealth } from './health.facts.js';

/** The current health of each organization. */
@Injectable()
export class HealthScoresStore {
  constructor(@InjectModel(HealthScoreDocument.name) private readonly scores: Model<HealthScoreDocument>) {}

  /** Replaces the organization's score. */
  async save(orgId: OrgId, { score, details, worstModel, updatedAt: now }: StoredHealth): Promise<void> {
    const update = {
      $set: { score, details: toRow(details), worst_model: worstModel, updated_at: now },
      $setOnInsert: { created_at: now },
    };
    const filter = { organization_id: new Types.ObjectId(orgId) };
    await upserting((options) => this.scores.updateOne(filter, update, { ...options, ...PASSING_WRITE }));
  }

  /** @returns null where nothing was measured yet */
  async find(orgId: OrgId): Promise<StoredHealth | null> {
    const row = await this.scores.findOne({ organization_id: new Types.ObjectId(orgId) }).lean();
    if (row === null) return null;
    const { drift_penalty, latency_penalty, average_drift_score, llm_mean_latency_ms } = row.details;
    const details = {
      driftPenalty: drift_penalty,
      latencyPenalty: latency_penalty,
      averageDriftPct: average_drift_score,
      llmMeanLatencyMs: llm_mean_latency_ms,
    };
    return { score: row.score, details, updatedAt: row.updated_at, worstModel: row.worst_model ?? null };
  }

  /** @returns every organization that has a score */
  async organizations(): Promise<OrgId[]> {
    const rows = await this.scores.find({}, { organization_id: 1 }).lean();
    return rows.map((row) => row.organization_id.toHexString() as OrgId);
  }
}

function toRow(details: HealthDetails): HealthScoreDocument['details'] {
  return {
    drift_penalty: details.driftPenalty,
    latency_penalty: details.latencyPenalty,
    average_drift_score: details.averageDriftPct,
    llm_mean_latency_ms: details.llmMeanLatencyMs,
  };
}
