import type { RiskLabel } from '../lib/risk-label.js';
import { riskLabel } from '../lib/risk-label.js';
import { round } from '../lib/round.js';
import { CALIBRATED_VERSION, type CallAssessment } from './assess-call.js';
import { assessByPolicy, type KnownCall } from './custom-evidence.js';
import { llmRisk } from './llm-risk.js';
import { type ActivePolicy, BASELINE_VERSION } from './risk-policy.js';

/** What both policies make of a call that isn't stored. */
export interface Classification extends CallAssessment {
  readonly version: string;
  readonly baseline: {
    readonly riskScore: number;
    readonly riskLabel: RiskLabel;
    readonly flags: readonly string[];
    readonly version: string;
  };
}

const SCORE_DIGITS = 4;

/** Classifies a call: by the calibrated policy, less what the organization allows; beside it by the contract's formula.
 * Numbers are rounded to 4 decimals, labels are taken before. */
export async function classify(call: KnownCall, policy: ActivePolicy): Promise<Classification> {
  const { riskScore, signals, ...rest } = await assessByPolicy(call, policy);
  const baseline = llmRisk(call.prompt, call.response);
  return {
    ...rest,
    riskScore: round(riskScore, SCORE_DIGITS),
    signals: {
      jailbreak: round(signals.jailbreak, SCORE_DIGITS),
      sensitive: round(signals.sensitive, SCORE_DIGITS),
    },
    evidence: rest.evidence.map((one) => ({ ...one, strength: round(one.strength, SCORE_DIGITS) })),
    version: CALIBRATED_VERSION,
    baseline: {
      riskScore: round(baseline.riskScore, SCORE_DIGITS),
      riskLabel: riskLabel(baseline.riskScore),
      flags: baseline.flags,
      version: BASELINE_VERSION,
    },
  };
}
