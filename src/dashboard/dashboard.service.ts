import { Injectable } from '@nestjs/common';
import type { Alert } from '../alerts/alerts.facts.js';
import { AlertsStore } from '../alerts/alerts.store.js';
import { DriftMetricsStore } from '../drift/drift-metrics.store.js';
import { HealthScoresStore } from '../health/health-scores.store.js';
import type { StoredHealth } from '../health/health.facts.js';
import type { OrgId } from '../lib/org-id.js';
import type { RiskLabel } from '../lib/risk-label.js';
import { Clock } from '../platform/clock.js';
import { type ModelLatency, RollupsStore } from '../telemetry/rollups.store.js';

/** Alerts shown at most. */
const MAX_ALERTS = 100;

/** A model with what is known of it now. */
export interface ModelSummary extends ModelLatency {
  /** Percent, 0-100; 0 where none was measured. */
  readonly driftPct: number;
}

/** Joins what the rooms know, for display. Writes nothing. */
@Injectable()
export class DashboardService {
  constructor(
    private readonly rollups: RollupsStore,
    private readonly drift: DriftMetricsStore,
    private readonly scores: HealthScoresStore,
    private readonly alertsStore: AlertsStore,
    private readonly clock: Clock,
  ) {}

  /** @returns null where nothing was measured yet */
  async health(orgId: OrgId): Promise<StoredHealth | null> {
    return this.scores.find(orgId);
  }

  /** @returns the newest alerts, at most 100 */
  async alerts(orgId: OrgId): Promise<Alert[]> {
    return this.alertsStore.latest(orgId, MAX_ALERTS);
  }

  /** @returns every model that sent events, by name */
  async models(orgId: OrgId): Promise<ModelSummary[]> {
    const [latencies, scores] = await Promise.all([
      this.rollups.modelLatencies(orgId),
      this.drift.latestScoreByModel(orgId, this.clock.now()),
    ]);
    return latencies.map((latency) => ({ ...latency, driftPct: scores.get(latency.modelName) ?? 0 }));
  }

  /** @returns how many events carry each label */
  async riskDistribution(orgId: OrgId): Promise<Readonly<Record<RiskLabel, number>>> {
    return this.rollups.labelCounts(orgId);
  }
}
