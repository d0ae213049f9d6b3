import { riskLabel, type RiskLabel, RISKY_FROM, SUSPICIOUS_FROM } from '../lib/risk-label.js';
import { type Evidence, jailbreakEvidence, sensitiveEvidence, strongest } from './evidence.js';
import { jailbreakModel } from './model/jailbreak-model.js';
import { mostTelling } from './most-telling.js';
import { readText } from './model/read-text.js';
import { TRAINED_MODEL } from './model/trained-model.js';
import { normalText } from './text/normal-text.js';

/** One call of a language model, as the policy `calibrated` reads it. */
export interface LlmCall {
  readonly prompt: string;
  readonly response: string;
}

/** What the policy `calibrated` makes of one call. */
export interface CallAssessment {
  /** 0-1, not rounded; risky from 0.75, suspicious from 0.4, as ever. */
  readonly riskScore: number;
  readonly riskLabel: RiskLabel;
  /** Each once, in the order of the evidence: of all of it, where not all is told. */
  readonly flags: readonly string[];
  readonly signals: {
    /** How likely the prompt is an attack, 0-1, calibrated. */
    readonly jailbreak: number;
    /** How strong the strongest sign of a leak is, 0-1. */
    readonly sensitive: number;
  };
  readonly evidence: readonly Evidence[];
}

/** Pieces of evidence that are told of one call at most. */
const MAX_EVIDENCE = 50;

/** What is known of a call beside its texts. */
export interface KnownOfCall {
  /** What was found in it before it was masked. */
  readonly masked?: readonly Evidence[] | undefined;
  /** Whether a sign of a leak is known to be none: then others are looked for behind it. */
  readonly isHarmless?: ((one: Evidence) => boolean) | undefined;
}

const model = jailbreakModel(TRAINED_MODEL);

/** Which rules and which training made an assessment. */
export const CALIBRATED_VERSION = model.version;

/** Assesses one call: attacks in the prompt, leaks in prompt and response. Pure, and linear in the length of both.
 * @param call prompt and response
 * @returns the score is the higher one of attack and leak; the label follows it. All evidence: `told` shortens it */
export function assessCall(
  { prompt, response }: LlmCall,
  { masked = [], isHarmless }: KnownOfCall = {},
): CallAssessment {
  const read = readText(prompt);
  const jailbreak = model.probability(read.blocks, read.signs);
  const isAttack = jailbreak >= model.thresholds.suspicious;
  const found = [
    ...sensitiveEvidence(read.text, 'prompt', isHarmless),
    ...sensitiveEvidence(normalText(response), 'response', isHarmless),
  ];
  const leaks = [...masked, ...found];
  const evidence = [...(isAttack ? jailbreakEvidence(read, jailbreak) : []), ...leaks];
  const sensitive = strongest(leaks);
  const riskScore = Math.max(attackScore(jailbreak), sensitive);
  const flags = [...new Set(evidence.map(({ flag }) => flag))];
  return { riskScore, riskLabel: riskLabel(riskScore), flags, signals: { jailbreak, sensitive }, evidence };
}

/** An assessment as it is told and kept: with the first pieces of its evidence, none of many rules left out for
 * another. */
export function told(assessment: CallAssessment): CallAssessment {
  const { evidence } = assessment;
  if (evidence.length <= MAX_EVIDENCE) return assessment;
  return { ...assessment, evidence: mostTelling(evidence, MAX_EVIDENCE) };
}

/** Puts the probability of an attack on the scale of scores, so that the model's thresholds fall on those of the labels.
 * @param probability 0-1
 * @returns 0-1 */
export function attackScore(probability: number): number {
  const { suspicious, risky } = model.thresholds;
  if (probability < suspicious) return (probability / suspicious) * SUSPICIOUS_FROM;
  const [from, to, low, high] =
    probability < risky ? [suspicious, risky, SUSPICIOUS_FROM, RISKY_FROM] : [risky, 1, RISKY_FROM, 1];
  return to === from ? low : low + ((probability - from) / (to - from)) * (high - low);
}
