import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type PipelineStage, Types } from 'mongoose';
import { SECOND_MS, shifted } from '../lib/duration.js';
import { derivedId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { queryTimeMs } from '../platform/answer-time.js';
import { AppConfig } from '../platform/config/app-config.js';
import { PASSING_WRITE } from '../platform/durable-write.js';
import { upserting } from '../platform/writes/upserting.js';
import { DRIFT_SCORE_LIFE_MS } from './drift-window.js';
import { DriftMetricDocument } from './drift-metric.schema.js';

/** Assessments within one such step overwrite each other: a busy model is assessed many times a second. */
const STEP_MS = 10 * SECOND_MS;

/** One assessment of a model. */
export interface DriftMetric {
  readonly modelName: string;
  readonly windowStart: Date;
  readonly windowEnd: Date;
  readonly meanLatencyMs: number;
  /** Percent, 0-100. */
  readonly driftPct: number;
}

/** Drift scores over time. */
@Injectable()
export class DriftMetricsStore {
  constructor(
    @InjectModel(DriftMetricDocument.name) private readonly metrics: Model<DriftMetricDocument>,
    private readonly config: AppConfig,
  ) {}

  /** Saves an assessment in place of the one of the same step. */
  async save(orgId: OrgId, metric: DriftMetric): Promise<void> {
    const step = Math.floor(metric.windowEnd.getTime() / STEP_MS);
    const organization_id = new Types.ObjectId(orgId);
    const $set = {
      model_name: metric.modelName,
      window_start: metric.windowStart,
      window_end: metric.windowEnd,
      mean_latency_ms: metric.meanLatencyMs,
      drift_score: metric.driftPct,
      created_at: metric.windowEnd,
    };
    const filter = { _id: derivedId(orgId, 'drift', metric.modelName, String(step)), organization_id };
    await upserting((options) => this.metrics.updateOne(filter, { $set }, { ...options, ...PASSING_WRITE }));
  }

  /** @returns the drift scores of an organization that haven't expired, newest first */
  async latestScores(orgId: OrgId, now: Date, limit: number): Promise<number[]> {
    const filter = { organization_id: new Types.ObjectId(orgId), created_at: unexpired(now) };
    const rows = await this.metrics.find(filter).sort({ created_at: -1 }).limit(limit).lean();
    return rows.map((row) => row.drift_score);
  }

  /** @returns the latest drift score of a model; null where there is none or it has expired */
  async latestScore(orgId: OrgId, modelName: string, now: Date): Promise<number | null> {
    const filter = { organization_id: new Types.ObjectId(orgId), model_name: modelName, created_at: unexpired(now) };
    return (await this.metrics.findOne(filter).sort({ created_at: -1 }).lean())?.drift_score ?? null;
  }

  /** @returns the latest drift score, not expired, of each model that has one */
  async latestScoreByModel(orgId: OrgId, now: Date): Promise<ReadonlyMap<string, number>> {
    const stages: PipelineStage[] = [
      { $match: { organization_id: new Types.ObjectId(orgId), created_at: unexpired(now) } },
      { $sort: { created_at: 1 } },
      { $group: { _id: '$model_name', score: { $last: '$drift_score' } } },
    ];
    const maxTimeMS = queryTimeMs(this.config.dashboardTimeoutMs);
    const rows = await this.metrics.aggregate<{ _id: string; score: number }>(stages).option({ maxTimeMS });
    return new Map(rows.map((row) => [row._id, row.score]));
  }

  /** @returns the models of every organization whose score hasn't expired */
  async activeModels(now: Date): Promise<{ readonly orgId: OrgId; readonly modelName: string }[]> {
    const rows = await this.metrics.aggregate<{ _id: { org: Types.ObjectId; model: string } }>([
      { $match: { created_at: unexpired(now) } },
      { $group: { _id: { org: '$organization_id', model: '$model_name' } } },
    ]);
    return rows.map(({ _id }) => ({ orgId: _id.org.toHexString() as OrgId, modelName: _id.model }));
  }
}

function unexpired(now: Date): { readonly $gt: Date } {
  return { $gt: shifted(now, -DRIFT_SCORE_LIFE_MS) };
}
