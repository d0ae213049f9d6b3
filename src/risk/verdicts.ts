import type { FeatureStats } from '../lib/feature-stats.js';
import { riskLabel } from '../lib/risk-label.js';
import type { RobustStats } from '../lib/robust-stats.js';
import { round } from '../lib/round.js';
import type { LlmEvent, MlEvent, Verdict } from '../telemetry/telemetry.facts.js';
import { CALIBRATED_VERSION } from './assess-call.js';
import { CALIBRATED_ML_VERSION, calibratedMlRisk } from './calibrated-ml-risk.js';
import { assessByPolicy } from './custom-evidence.js';
import { llmRisk } from './llm-risk.js';
import { mlRisk } from './ml-risk.js';
import { type ActivePolicy, BASELINE_VERSION, type PolicyName } from './risk-policy.js';

/** Decimals of a stored risk score. */
const SCORE_DIGITS = 4;

/** What is known of a model while its predictions are judged. */
export interface ModelContext {
  /** Percent, 0-100. */
  readonly driftPct: number | null;
  readonly featureStats: FeatureStats | null;
  readonly robustStats: RobustStats | null;
  /** Features with an open episode of drift. */
  readonly driftingFeatures: ReadonlySet<string>;
}

/** Judges a prediction as its organization's policy wants it. The label is taken from the score before rounding. */
export function mlVerdict(event: MlEvent, context: ModelContext, policy: PolicyName): Verdict {
  const { id: eventId, inputData } = event;
  if (policy === 'baseline') {
    const { riskScore } = mlRisk({ inputData, ...context });
    return { eventId, riskScore: round(riskScore, SCORE_DIGITS), riskLabel: riskLabel(riskScore) };
  }
  const { riskScore, factors } = calibratedMlRisk({ inputData, ...context });
  const rounded = {
    confidence: round(factors.confidence, SCORE_DIGITS),
    drift: round(factors.drift, SCORE_DIGITS),
    outlier: round(factors.outlier, SCORE_DIGITS),
  };
  return {
    eventId,
    riskScore: round(riskScore, SCORE_DIGITS),
    riskLabel: riskLabel(riskScore),
    risk: { policy, version: CALIBRATED_ML_VERSION, evidence: [], factors: rounded },
  };
}

/** Judges a call of a language model as its organization's policy wants it. The label is taken from the score before
 * rounding. */
export async function llmVerdict(event: LlmEvent, policy: ActivePolicy): Promise<Verdict> {
  return policy.policy === 'baseline' ? baselineVerdict(event) : calibratedVerdict(event, policy);
}

function baselineVerdict(event: LlmEvent): Verdict {
  const { riskScore, flags } = llmRisk(event.prompt, event.response);
  return {
    eventId: event.id,
    riskScore: round(riskScore, SCORE_DIGITS),
    riskLabel: riskLabel(riskScore),
    flags,
    risk: { policy: 'baseline', version: BASELINE_VERSION, evidence: event.masked ?? [] },
  };
}

async function calibratedVerdict(event: LlmEvent, policy: ActivePolicy): Promise<Verdict> {
  const { riskScore, flags, evidence } = await assessByPolicy(event, policy);
  return {
    eventId: event.id,
    riskScore: round(riskScore, SCORE_DIGITS),
    riskLabel: riskLabel(riskScore),
    flags,
    risk: { policy: 'calibrated', version: CALIBRATED_VERSION, evidence },
  };
}
