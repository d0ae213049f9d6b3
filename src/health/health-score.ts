import { clamp } from '../lib/clamp.js';
import { mean } from '../lib/mean.js';

/** The health score counts so many of the latest drift scores. */
export const DRIFT_SCORES_COUNTED = 10;

/** The health score counts LLM calls of so many latest minutes. */
export const LLM_LATENCY_WINDOW_MINUTES = 15;

const MAX_DRIFT_PENALTY = 40;
const MAX_LATENCY_PENALTY = 30;
const FREE_LATENCY_MS = 1000;
const LATENCY_MS_PER_POINT = 50;

/** What the health of one organization depends on. */
export interface HealthInput {
  /** The latest drift scores of all its models, percent 0-100, at most `DRIFT_SCORES_COUNTED`, in any order. */
  readonly driftScores: readonly number[];
  /** Mean latency of its LLM calls of the last `LLM_LATENCY_WINDOW_MINUTES`, milliseconds; null where there were none. */
  readonly llmMeanLatencyMs: number | null;
  /** Lowest score to give (configured). */
  readonly minScore: number;
  /** Score to start from, and highest to give (configured). */
  readonly maxScore: number;
}

/** How a health score came about. */
export interface HealthDetails {
  /** Points taken off for drift, 0-40. */
  readonly driftPenalty: number;
  /** Points taken off for slow LLM calls, 0-30. */
  readonly latencyPenalty: number;
  /** Mean of the counted drift scores, percent 0-100; null where there were none. */
  readonly averageDriftPct: number | null;
  /** Milliseconds; null where there were no calls. */
  readonly llmMeanLatencyMs: number | null;
}

/** A health score, within the configured range, and its details. */
export interface Health {
  readonly score: number;
  readonly details: HealthDetails;
}

/** Scores the health of one organization: the highest score less a penalty for drift and one for slow LLM calls.
 * @see contract "Formulas", health */
export function healthScore({ driftScores, llmMeanLatencyMs, minScore, maxScore }: HealthInput): Health {
  const averageDriftPct = mean(driftScores);
  const driftPenalty = Math.min(averageDriftPct ?? 0, MAX_DRIFT_PENALTY);
  const slowMs = Math.max((llmMeanLatencyMs ?? 0) - FREE_LATENCY_MS, 0);
  const latencyPenalty = Math.min(slowMs / LATENCY_MS_PER_POINT, MAX_LATENCY_PENALTY);
  return {
    score: clamp(maxScore - driftPenalty - latencyPenalty, minScore, maxScore),
    details: { driftPenalty, latencyPenalty, averageDriftPct, llmMeanLatencyMs },
  };
}
