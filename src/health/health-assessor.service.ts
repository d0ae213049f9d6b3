import { Injectable } from '@nestjs/common';
import { DriftMetricsStore } from '../drift/drift-metrics.store.js';
import { MINUTE_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { AppConfig } from '../platform/config/app-config.js';
import { RollupsStore } from '../telemetry/rollups.store.js';
import { DRIFT_SCORES_COUNTED, healthScore, LLM_LATENCY_WINDOW_MINUTES } from './health-score.js';
import { HealthScoresStore } from './health-scores.store.js';

/** Computes an organization's health from its latest drift scores and LLM latency, and saves it. */
@Injectable()
export class HealthAssessor {
  constructor(
    private readonly drift: DriftMetricsStore,
    private readonly rollups: RollupsStore,
    private readonly scores: HealthScoresStore,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @returns the score, within the configured range */
  async assess(orgId: OrgId): Promise<number> {
    const now = this.clock.now();
    const window = {
      from: shifted(now, -LLM_LATENCY_WINDOW_MINUTES * MINUTE_MS),
      to: shifted(now, this.config.maxClockAheadMinutes * MINUTE_MS),
    };
    const health = healthScore({
      driftScores: await this.drift.latestScores(orgId, now, DRIFT_SCORES_COUNTED),
      llmMeanLatencyMs: await this.rollups.meanLatencyMs(orgId, 'llm', window),
      minScore: this.config.healthMinScore,
      maxScore: this.config.healthMaxScore,
    });
    await this.scores.save(orgId, health, now);
    return health.score;
  }
}
