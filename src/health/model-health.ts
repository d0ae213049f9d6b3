import { type HealthDetails, healthScore } from './health-score.js';

/** What the health of one model depends on. */
export interface ModelFigures {
  readonly modelName: string;
  /** Its current drift score, percent 0-100; null where none was measured. */
  readonly driftPct: number | null;
  /** Mean latency of its LLM calls of the last quarter of an hour, milliseconds; null without any. */
  readonly llmMeanLatencyMs: number | null;
}

/** The health of one model, and what lowered it. */
export interface ModelHealth extends ModelFigures {
  readonly score: number;
  /** Points, 0-40. */
  readonly driftPenalty: number;
  /** Points, 0-30. */
  readonly latencyPenalty: number;
}

/** `no_data`: nothing that the score counts was measured lately, so that it is the highest for want of news. */
export const HEALTH_STATES = ['measured', 'no_data'] as const;

/** Whether a health score rests on anything. */
export type HealthState = (typeof HEALTH_STATES)[number];

/** Scores each model as if the organization had no other, the worst first; of two alike, by name.
 * @param range lowest and highest score to give (configured) */
export function modelHealths(
  figures: readonly ModelFigures[],
  range: { readonly minScore: number; readonly maxScore: number },
): ModelHealth[] {
  return figures
    .map((one) => {
      const driftScores = one.driftPct === null ? [] : [one.driftPct];
      const { score, details } = healthScore({ driftScores, llmMeanLatencyMs: one.llmMeanLatencyMs, ...range });
      return { ...one, score, driftPenalty: details.driftPenalty, latencyPenalty: details.latencyPenalty };
    })
    .sort((one, other) => one.score - other.score || (one.modelName < other.modelName ? -1 : 1));
}

/** @param models the worst first
 * @returns the name of the model that lowered the health most; null where none did */
export function worstModel(models: readonly ModelHealth[]): string | null {
  const [worst] = models;
  return worst === undefined || worst.driftPenalty + worst.latencyPenalty <= 0 ? null : worst.modelName;
}

/** @returns whether anything that a health score counts was measured */
export function healthState(details: Pick<HealthDetails, 'averageDriftPct' | 'llmMeanLatencyMs'>): HealthState {
  const { averageDriftPct, llmMeanLatencyMs } = details;
  return averageDriftPct === null && llmMeanLatencyMs === null ? 'no_data' : 'measured';
}
