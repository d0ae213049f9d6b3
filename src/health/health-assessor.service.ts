import { Injectable } from '@nestjs/common';
import { DriftMetricsStore } from '../drift/drift-metrics.store.js';
import { BoundedMap } from '../lib/bounded-map.js';
import { MINUTE_MS, SECOND_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { type ModelLatencySum, RollupsStore } from '../telemetry/rollups.store.js';
import { DRIFT_SCORES_COUNTED, healthScore, LLM_LATENCY_WINDOW_MINUTES } from './health-score.js';
import type { StoredHealth } from './health.facts.js';
import { type ModelHealth, modelHealths, worstModel } from './model-health.js';

/** From so many models on, looking at each is dear: it isn't done every second. */
const DEAR_MODELS = 50;
const DEAR_FOR_MS = 10 * SECOND_MS;
/** Organizations with so many models of which the worst is held at once. */
const MAX_HELD = 1000;

/** Computes an organization's health, and its models', from the latest drift scores and LLM latency. */
@Injectable()
export class HealthAssessor {
  private readonly dear = new BoundedMap<{ readonly atMs: number; readonly worst: string | null }>(MAX_HELD);

  constructor(
    private readonly drift: DriftMetricsStore,
    private readonly rollups: RollupsStore,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Scores an organization, within the configured range. */
  async assess(orgId: OrgId): Promise<StoredHealth> {
    const now = this.clock.now();
    const calls = await this.recentCalls(orgId, now);
    const { score, details } = healthScore({
      driftScores: await this.drift.latestScores(orgId, now, DRIFT_SCORES_COUNTED),
      llmMeanLatencyMs: meanOf(calls),
      ...this.range,
    });
    return { score, details, worstModel: await this.worst(orgId, calls, now), updatedAt: now };
  }

  private async worst(orgId: OrgId, calls: readonly ModelLatencySum[], now: Date): Promise<string | null> {
    const held = this.dear.get(orgId);
    if (held !== undefined && Math.abs(now.getTime() - held.atMs) < DEAR_FOR_MS) return held.worst;
    const models = await this.scored(orgId, calls, now);
    const worst = worstModel(models);
    if (models.length >= DEAR_MODELS) this.dear.set(orgId, { atMs: now.getTime(), worst });
    else this.dear.delete(orgId);
    return worst;
  }

  /** @returns the health now of every model of which anything was measured lately, the worst first */
  async models(orgId: OrgId): Promise<ModelHealth[]> {
    const now = this.clock.now();
    return this.scored(orgId, await this.recentCalls(orgId, now), now);
  }

  private async scored(orgId: OrgId, calls: readonly ModelLatencySum[], now: Date): Promise<ModelHealth[]> {
    const drift = await this.drift.latestScoreByModel(orgId, now);
    const latency = new Map(calls.map((call) => [call.modelName, meanOf([call])]));
    const figures = [...new Set([...drift.keys(), ...latency.keys()])].map((modelName) => ({
      modelName,
      driftPct: drift.get(modelName) ?? null,
      llmMeanLatencyMs: latency.get(modelName) ?? null,
    }));
    return modelHealths(figures, this.range);
  }

  private async recentCalls(orgId: OrgId, now: Date): Promise<ModelLatencySum[]> {
    const window = {
      from: shifted(now, -LLM_LATENCY_WINDOW_MINUTES * MINUTE_MS),
      to: shifted(now, this.config.maxClockAheadMinutes * MINUTE_MS),
    };
    return this.rollups.latenciesWithin(orgId, 'llm', window);
  }

  private get range(): { readonly minScore: number; readonly maxScore: number } {
    return { minScore: this.config.healthMinScore, maxScore: this.config.healthMaxScore };
  }
}

/** Mean latency of the calls of some models, milliseconds; null where there are none. */
function meanOf(models: readonly ModelLatencySum[]): number | null {
  const count = models.reduce((sum, model) => sum + model.count, 0);
  return count === 0 ? null : models.reduce((sum, { sumMs }) => sum + sumMs, 0) / count;
}
