import { clamp } from '../lib/clamp.js';
import { type JsonObject, ownValue } from '../lib/json-object.js';
import { featuresOf, isNumber, probabilitiesOf } from '../lib/ml-input.js';
import { robustZ, unusualness } from '../lib/robust-outlier.js';
import type { RobustStats } from '../lib/robust-stats.js';

/** Version of how predictions are judged by the policy `calibrated`. */
export const CALIBRATED_ML_VERSION = 'calibrated-ml-1';

/** How risky a prediction is whose model was no better than chance, and one whose input is a full outlier. */
const CONFIDENCE_WEIGHT = 0.6;
const OUTLIER_WEIGHT = 0.8;

/** Robust deviations from the median, corrected for the number of features: below the first nothing is unusual (one event in
 * 370, were features normal), from the second on it is as unusual as can be. */
const UNUSUAL_FROM = 3;
const FULL_OUTLIER = 6;

/** What the risk of a prediction depends on. */
export interface CalibratedMlInput {
  /** As the customer sent it: nothing about its content is certain. */
  readonly inputData: JsonObject;
  /** The model's latest drift score, 0-100; null where there is none. */
  readonly driftPct: number | null;
  /** What is ordinary for the model's features; null where that wasn't learned. */
  readonly robustStats: RobustStats | null;
  /** Features with an open episode of drift. */
  readonly driftingFeatures: ReadonlySet<string>;
}

/** What the risk of a prediction is made of, each 0-1. */
export interface MlFactors {
  /** How unsure the model was: 0 certain, 1 no better than chance among its classes. */
  readonly confidence: number;
  /** How far the model has drifted. For information: it isn't part of the score. */
  readonly drift: number;
  /** How unusual the input was. */
  readonly outlier: number;
}

/** Scores a prediction by itself. What its model does is no property of one prediction: drift has episodes and alerts of its own,
 * and a feature that drifts is left out until its episode is over, so that one change isn't told again by every event.
 * @returns the score, 0-1, not rounded: as if confidence and outlier were two independent causes */
export function calibratedMlRisk(input: CalibratedMlInput): {
  readonly riskScore: number;
  readonly factors: MlFactors;
} {
  const factors = {
    confidence: uncertainty(probabilitiesOf(input.inputData)),
    drift: clamp((input.driftPct ?? 0) / 100, 0, 1),
    outlier: outlierOf(input),
  };
  const harmless = (1 - CONFIDENCE_WEIGHT * factors.confidence) * (1 - OUTLIER_WEIGHT * factors.outlier);
  return { riskScore: clamp(1 - harmless, 0, 1), factors };
}

/** How much of the way from certain to guessing the model was, whatever the number of its classes: 0.5 is a guess among two classes
 * and a strong opinion among a thousand. A single probability is one of two. */
function uncertainty(probabilities: readonly unknown[]): number {
  const numbers = probabilities.filter(isNumber);
  const [only] = numbers;
  if (only === undefined) return 0;
  const classes = Math.max(2, numbers.length);
  const highest =
    numbers.length === 1 ? Math.max(only, 1 - only) : numbers.reduce((one, other) => Math.max(one, other));
  return clamp((1 - highest) / (1 - 1 / classes), 0, 1);
}

function outlierOf({ inputData, robustStats, driftingFeatures }: CalibratedMlInput): number {
  const features = featuresOf(inputData);
  const distances = Object.entries(robustStats ?? {}).flatMap(([name, spread]) => {
    const value = driftingFeatures.has(name) ? undefined : ownValue(features, name);
    const z = isNumber(value) ? robustZ(value, spread) : null;
    return z === null ? [] : [z];
  });
  return clamp((unusualness(distances) - UNUSUAL_FROM) / (FULL_OUTLIER - UNUSUAL_FROM), 0, 1);
}
