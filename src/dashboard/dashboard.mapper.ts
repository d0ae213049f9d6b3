import type { StoredHealth } from '../health/health.facts.js';
import type { AlertOut, HealthOut } from './dashboard.dto.js';
import type { Alert, AlertRow } from '../alerts/alerts.facts.js';
import type { AlertRowOut } from './alerts.dto.js';

/** Health where nothing was measured yet: nothing is known to be wrong. */
const UNMEASURED: HealthOut = {
  score: 100,
  details: {},
  updated_at: null,
  state: 'no_data',
  worst_model: null,
};

/** @param health null where nothing was measured yet */
export function toHealthOut(health: StoredHealth | null): HealthOut {
  if (health === null) return UNMEASURED;
  const { driftPenalty, latencyPenalty, averageDriftPct, llmMeanLatencyMs } = health.details;
  return {
    score: health.score,
    details: {
      drift_penalty: driftPenalty,
      latency_penalty: latencyPenalty,
      average_drift_score: averageDriftPct,
      llm_mean_latency_ms: llmMeanLatencyMs,
    },
    updated_at: health.updatedAt.toISOString(),
    state: averageDriftPct === null && llmMeanLatencyMs === null ? 'no_data' : 'measured',
    worst_model: health.worstModel,
  };
}

/** The wire form of an alert; its organization is the caller's and goes unsaid. */
export function toAlertOut(alert: Alert): AlertOut {
  return {
    id: alert.id,
    model_name: alert.modelName,
    type: alert.type,
    message: alert.message,
    severity: alert.severity,
    created_at: alert.createdAt.toISOString(),
    resolved: alert.resolved,
    ...(alert.episodeId === undefined ? {} : { episode_id: alert.episodeId }),
  };
}

/** The wire form of an alert in a list. */
export function toAlertRowOut(alert: AlertRow): AlertRowOut {
  return {
    id: alert.id,
    model_name: alert.modelName,
    type: alert.type,
    message: alert.message,
    severity: alert.severity,
    created_at: alert.createdAt.toISOString(),
    resolved: alert.resolved,
    resolved_at: alert.resolvedAt?.toISOString() ?? null,
    occurrences: alert.occurrences,
    event: alert.event,
  };
}
