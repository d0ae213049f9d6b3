import { clamp } from '../lib/clamp.js';
import type { FeatureStats } from '../lib/feature-stats.js';
import { type JsonObject, ownValue } from '../lib/json-object.js';
import { featuresOf, isNumber, probabilitiesOf } from '../lib/ml-input.js';
import { round } from '../lib/round.js';

const CONFIDENCE_WEIGHT = 0.4;
const DRIFT_WEIGHT = 0.3;
const OUTLIER_WEIGHT = 0.3;

/** So many standard deviations from the mean make a feature a full outlier. */
const FULL_OUTLIER_DEVIATIONS = 3;

/** What the risk of one ML prediction depends on. */
export interface MlRiskInput {
  /** The event's input data, exactly as the customer sent it: nothing about its content is certain. */
  readonly inputData: JsonObject;
  /** The model's latest drift score, 0-100; null where there is none. */
  readonly driftPct: number | null;
  /** How the model's features were spread while its baseline was learned; null where nothing was learned. */
  readonly featureStats: FeatureStats | null;
}

/** The risk of one ML prediction and what it is made of, each 0-1 and not rounded. */
export interface MlRisk {
  readonly riskScore: number;
  readonly factors: {
    /** How unsure the model was. */
    readonly confidence: number;
    /** How far the model has drifted. */
    readonly drift: number;
    /** How unusual the input was. */
    readonly outlier: number;
  };
}

/** Scores one ML prediction. Total: whatever the input data holds, every number is within 0-1.
 * @see contract "Formulas", ML risk: 0.4 confidence + 0.3 drift + 0.3 outlier */
export function mlRisk({ inputData, driftPct, featureStats }: MlRiskInput): MlRisk {
  const confidence = confidenceRisk(probabilitiesOf(inputData));
  const drift = clamp((driftPct ?? 0) / 100, 0, 1);
  const outlier = outlierRisk(featuresOf(inputData), featureStats ?? {});
  const riskScore = CONFIDENCE_WEIGHT * confidence + DRIFT_WEIGHT * drift + OUTLIER_WEIGHT * outlier;
  return { riskScore, factors: { confidence, drift, outlier } };
}

/** Takes a stored score apart again. Confidence and outlier follow from the input, drift is what is left of the score.
 * @param riskScore 0-1, as stored
 * @returns each 0-1 */
export function factorsOf({
  riskScore,
  ...known
}: Omit<MlRiskInput, 'driftPct'> & { readonly riskScore: number }): MlRisk['factors'] {
  const { riskScore: rest, factors } = mlRisk({ ...known, driftPct: null });
  return { ...factors, drift: round(clamp((riskScore - rest) / DRIFT_WEIGHT, 0, 1), FACTOR_DIGITS) };
}

/** As exact as a score with four decimals lets the rest be. */
const FACTOR_DIGITS = 3;

/** 1 - the highest probability; 0 where no number says how sure the model was. */
function confidenceRisk(probabilities: readonly unknown[]): number {
  let highest: number | null = null;
  for (const probability of probabilities) {
    if (isNumber(probability) && (highest === null || probability > highest)) highest = probability;
  }
  // What isn't a probability (a raw logit, say) must not push the risk out of its range.
  return highest === null ? 0 : clamp(1 - highest, 0, 1);
}

/** The strongest deviation of any feature, 1 from three standard deviations on. */
function outlierRisk(features: JsonObject, stats: FeatureStats): number {
  let strongest = 0;
  for (const [name, { mean, std }] of Object.entries(stats)) {
    const value = ownValue(features, name);
    if (!isNumber(value) || !(std > 0)) continue;
    const deviations = Math.abs(value - mean) / std;
    // Infinity minus infinity is no number, and then never greater.
    if (deviations > strongest) strongest = deviations;
  }
  return Math.min(1, strongest / FULL_OUTLIER_DEVIATIONS);
}
