import type { DriftEpisode } from '../drift/drift.facts.js';
import type { RiskLabel } from '../lib/risk-label.js';
import type { EventKind } from '../telemetry/telemetry.facts.js';
import type { AlertSeverity, AlertType } from './alerts.facts.js';

/** What a rule wants to be said; the alert itself (id, time, state) is made of it by the caller. */
export interface AlertDraft {
  readonly type: AlertType;
  /** Null for health, which is the whole organization's. */
  readonly modelName: string | null;
  readonly severity: AlertSeverity;
  /** One sentence for people: the model and the score with two decimals. */
  readonly message: string;
}

const DRIFT_CRITICAL_FROM_PCT = 50;
const HEALTH_WARNING_BELOW = 60;
const HEALTH_CRITICAL_BELOW = 40;

/** Says whether a model has drifted too far.
 * @param drift `driftPct` and `thresholdPct` in percent, 0-100
 * @returns null below the threshold; from it on a warning, from 50 on critical */
export function driftAlert(drift: { modelName: string; driftPct: number; thresholdPct: number }): AlertDraft | null {
  const { modelName, driftPct, thresholdPct } = drift;
  if (driftPct < thresholdPct) return null;
  const message = `Model ${modelName} has drifted: score ${driftPct.toFixed(2)}, threshold ${thresholdPct.toFixed(2)}.`;
  return { type: 'drift', modelName, severity: driftPct < DRIFT_CRITICAL_FROM_PCT ? 'warning' : 'critical', message };
}

/** Says whether an organization's health is too low.
 * @param health `score` on the scale whose top is 100
 * @returns null from 60 on; below a warning, below 40 critical */
export function healthAlert({ score }: { score: number }): AlertDraft | null {
  if (score >= HEALTH_WARNING_BELOW) return null;
  const message = `Health is low: score ${score.toFixed(2)}, expected at least ${HEALTH_WARNING_BELOW.toFixed(2)}.`;
  return { type: 'health', modelName: null, severity: score < HEALTH_CRITICAL_BELOW ? 'critical' : 'warning', message };
}

/** Says whether one event is risky. It goes by the label that was stored with the event, not by the score, which is
 * rounded when stored and may have reached 0.75 only by that.
 * @param risk `kind` of the event, its `riskScore` (0-1) and `riskLabel`
 * @returns critical for every risky event, else null */
export function riskAlert(risk: {
  modelName: string;
  kind: EventKind;
  riskScore: number;
  riskLabel: RiskLabel;
}): AlertDraft | null {
  const { modelName, kind, riskScore, riskLabel } = risk;
  if (riskLabel !== 'risky') return null;
  const message = `Risky ${kind.toUpperCase()} event of model ${modelName}: score ${riskScore.toFixed(2)}.`;
  return { type: 'risk', modelName, severity: 'critical', message };
}

/** Says that a span of event time has more risky events than get an alert each.
 * @param group `from`, the first instant of the span; `count` of its risky events, 0 where that isn't known yet;
 *   `maxSingle`, how many got an alert each
 * @returns critical; it is no single model's */
export function groupedRiskAlert(group: { from: Date; count: number; maxSingle: number }): AlertDraft {
  const { from, count, maxSingle } = group;
  const many = count > maxSingle ? String(count) : `more than ${maxSingle}`;
  const message = `Risky events in the ten minutes from ${from.toISOString()}: ${many}. The first ${maxSingle} have an alert each.`;
  return { type: 'risk', modelName: null, severity: 'critical', message };
}

/** Says that a signal of a model is away from its baseline.
 * @returns a warning; critical where the change is large */
export function episodeAlert(episode: DriftEpisode): AlertDraft {
  const { modelName, signal, direction, peakSize, since, severity } = episode;
  const way = direction === null ? '' : ` (${direction})`;
  const message = `Model ${modelName} has drifted in ${signal}${way} since ${since.toISOString()}: size ${peakSize.toFixed(2)}.`;
  return { type: 'drift', modelName, severity, message };
}
