import type { Detector, LlmText } from './detectors/detector.js';
import { detectors as allDetectors } from './detectors/index.js';

/** What the detectors make of one LLM call. */
export interface LlmRisk {
  /** 0-1, not rounded: the label is taken from this value, the stored score is rounded afterwards. */
  readonly riskScore: number;
  /** The raised flags, in the order of the detectors. */
  readonly flags: readonly string[];
}

/** Scores one LLM call: the strengths of all detectors by their weights, 1 at most.
 * @param prompt what was asked
 * @param response what was answered
 * @param detectors which to ask, all of them by default
 * @see contract "Formulas", LLM risk */
export function llmRisk(prompt: string, response: string, detectors: readonly Detector[] = allDetectors): LlmRisk {
  const text: LlmText = { prompt, response, whole: `${prompt}\n${response}` };
  const flags: string[] = [];
  let weighted = 0;
  for (const { flag, weight, raisesFlagFrom, strength } of detectors) {
    const found = strength(text);
    weighted += weight * found;
    if (found >= raisesFlagFrom) flags.push(flag);
  }
  return { riskScore: Math.min(1, weighted), flags };
}
