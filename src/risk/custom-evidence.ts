import { riskLabel } from '../lib/risk-label.js';
import { isAllowed, withAllowances } from './allowances.js';
import { assessCall, type CallAssessment, type LlmCall } from './assess-call.js';
import type { CustomRule } from './custom-pattern.js';
import { type Evidence, strongest } from './evidence.js';
import type { ActivePolicy } from './risk-policy.js';

/** A call and what is known of it. */
export interface KnownCall extends LlmCall {
  /** Empty where it isn't known: allowances for a model don't count then. */
  readonly modelName: string;
  /** What was found in it before it was masked. */
  readonly masked?: readonly Evidence[];
}

/** Assesses a call as its organization wants it: by the classifier and by the organization's own patterns, less what the
 * organization allows. */
export function assessByPolicy(call: KnownCall, { allowances, customRules }: ActivePolicy): CallAssessment {
  const known = { allowances, modelName: call.modelName };
  const assessment = withAllowances(assessCall(call, call.masked), call, known);
  if (customRules.length === 0) return assessment;
  const found = customEvidence(call, customRules).filter((one) => !isAllowed(one, call, known));
  return withCustomEvidence(assessment, found);
}

/** What an organization's own patterns find: attacks in the prompt, what is sensitive in both texts. */
export function customEvidence(call: LlmCall, rules: readonly CustomRule[]): readonly Evidence[] {
  return rules.flatMap(({ name, about, strength, find }) => {
    const parts = about === 'jailbreak' ? (['prompt'] as const) : (['prompt', 'response'] as const);
    const flag = about === 'jailbreak' ? 'custom_jailbreak' : 'custom_leak';
    return parts.flatMap((part) =>
      find(call[part]).map((span) => ({ rule: `custom:${name}`, flag, part, ...span, strength })),
    );
  });
}

/** An assessment with more evidence: the stronger of both counts. */
export function withCustomEvidence(assessment: CallAssessment, found: readonly Evidence[]): CallAssessment {
  if (found.length === 0) return assessment;
  const { signals } = assessment;
  const leaks = found.filter(({ flag }) => flag.endsWith('_leak'));
  const attacks = found.filter(({ flag }) => !flag.endsWith('_leak'));
  const riskScore = Math.max(assessment.riskScore, strongest(found));
  const evidence = [...found, ...assessment.evidence];
  return {
    riskScore,
    riskLabel: riskLabel(riskScore),
    flags: [...new Set(evidence.map(({ flag }) => flag))],
    signals: {
      jailbreak: Math.max(signals.jailbreak, strongest(attacks)),
      sensitive: Math.max(signals.sensitive, strongest(leaks)),
    },
    evidence,
  };
}
