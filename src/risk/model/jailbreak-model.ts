import { Buffer } from 'node:buffer';
import type { FeatureBlock } from './features.js';
import { BUCKETS } from './features.js';
import { stackFeatures, type TextSigns } from './stack-features.js';

/** A trained model as it is committed: `npm run train:llm-risk` writes it. */
export interface ModelFile {
  /** Changes with every training that changes the model. */
  readonly version: string;
  /** Text model: one signed byte a bucket, in base64; a weight is the byte times `scale`. */
  readonly weights: string;
  readonly scale: number;
  readonly bias: number;
  readonly stack: { readonly weights: readonly number[]; readonly bias: number };
  /** From a score of the stack to a probability: 1 / (1 + exp(-(slope * score + shift))). */
  readonly calibration: { readonly slope: number; readonly shift: number };
  /** Probabilities from which on a text is suspicious, and risky. */
  readonly thresholds: { readonly suspicious: number; readonly risky: number };
}

/** Says how likely a text is an attack. */
export interface JailbreakModel {
  readonly version: string;
  readonly thresholds: { readonly suspicious: number; readonly risky: number };
  /** @returns a probability, 0-1 */
  readonly probability: (blocks: readonly FeatureBlock[], signs: Omit<TextSigns, 'textLogit'>) => number;
}

/** Unpacks a model.
 * @param file a trained model
 * @throws RangeError where it was trained for other features */
export function jailbreakModel(file: ModelFile): JailbreakModel {
  const bytes = Buffer.from(file.weights, 'base64');
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (weights.length !== BUCKETS)
    throw new RangeError(`A model of ${BUCKETS} weights is needed, not ${weights.length}`);
  const { stack, calibration, thresholds, version } = file;
  return {
    version,
    thresholds,
    probability: (blocks, signs) => {
      const textLogit = logitOf(blocks, weights, file);
      let score = stack.bias;
      stackFeatures({ ...signs, textLogit }).forEach((value, index) => (score += value * (stack.weights[index] ?? 0)));
      return 1 / (1 + Math.exp(-(calibration.slope * score + calibration.shift)));
    },
  };
}

function logitOf(blocks: readonly FeatureBlock[], weights: Int8Array, { scale, bias }: ModelFile): number {
  let logit = bias;
  for (const { buckets, value } of blocks) {
    let sum = 0;
    for (let index = 0; index < buckets.length; index++) sum += weights[buckets[index] ?? 0] ?? 0;
    logit += sum * scale * value;
  }
  return logit;
}
