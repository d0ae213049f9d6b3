import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { MINUTE_MS } from '../lib/duration.js';
import { derivedId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { queryTimeMs } from '../platform/answer-time.js';
import { AppConfig } from '../platform/config/app-config.js';
import { PASSING_WRITE } from '../platform/durable-write.js';
import { isDuplicateKey } from '../platform/errors/duplicate-key.js';
import { upserting } from '../platform/writes/upserting.js';
import { HealthStepDocument } from './health-step.schema.js';
import type { HealthPoint } from './health.facts.js';

/** Length of a step: of the scores within it the lowest is kept. */
export const HEALTH_STEP_MS = 5 * MINUTE_MS;

/** Steps that one message of the database holds, at most: what is decoded at once holds up everything else. */
const STEPS_AT_ONCE = 500;

/** Organizations whose current step is held at once; beyond that they are written once more. */
const MAX_HELD = 10_000;

/** Health scores over time. */
@Injectable()
export class HealthHistoryStore {
  /** The lowest of each organization's current step that this process has written: most scores are no lower. */
  private readonly lowest = new Map<OrgId, { readonly atMs: number; readonly score: number }>();

  constructor(
    @InjectModel(HealthStepDocument.name) private readonly steps: Model<HealthStepDocument>,
    private readonly config: AppConfig,
  ) {}

  /** Remembers a score, where its step has no lower one. */
  async add(orgId: OrgId, point: HealthPoint): Promise<void> {
    const atMs = Math.floor(point.at.getTime() / HEALTH_STEP_MS) * HEALTH_STEP_MS;
    const held = this.lowest.get(orgId);
    if (held?.atMs === atMs && held.score <= point.score) return;
    await this.save(orgId, atMs, point);
    if (this.lowest.size >= MAX_HELD) this.lowest.clear();
    this.lowest.set(orgId, { atMs, score: point.score });
  }

  /** @returns the steps that begin within a span, its end not included, the oldest first */
  async within(orgId: OrgId, { from, to }: { readonly from: Date; readonly to: Date }): Promise<HealthPoint[]> {
    const filter = { organization_id: new Types.ObjectId(orgId), at: { $gte: from, $lt: to } };
    const maxTimeMS = queryTimeMs(this.config.dashboardTimeoutMs);
    const rows = await this.steps.find(filter).sort({ at: 1 }).maxTimeMS(maxTimeMS).batchSize(STEPS_AT_ONCE).lean();
    return rows.map((row) => ({
      at: row.at,
      score: row.score,
      driftPenalty: row.drift_penalty,
      latencyPenalty: row.latency_penalty,
      worstModel: row.worst_model,
      state: row.measured ? 'measured' : 'no_data',
    }));
  }

  private async save(orgId: OrgId, atMs: number, point: HealthPoint): Promise<void> {
    const organization_id = new Types.ObjectId(orgId);
    const filter = { _id: derivedId(orgId, 'health', String(atMs)), organization_id, score: { $gt: point.score } };
    const $set = {
      at: new Date(atMs),
      score: point.score,
      drift_penalty: point.driftPenalty,
      latency_penalty: point.latencyPenalty,
      worst_model: point.worstModel,
      measured: point.state === 'measured',
    };
    try {
      await upserting((options) => this.steps.updateOne(filter, { $set }, { ...options, ...PASSING_WRITE }));
    } catch (error) {
      // The step is there with a score as low, or lower.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
