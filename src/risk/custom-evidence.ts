import { Pace } from '../lib/pace.js';
import { riskLabel } from '../lib/risk-label.js';
import { allowanceTest, withAllowances } from './allowances.js';
import { assessCall, type CallAssessment, type LlmCall, told } from './assess-call.js';
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

/** Assesses a call as its organization wants it: by the classifier and by the organization's own patterns, less what
 * the organization allows. Others get their turn while its patterns read. */
export async function assessByPolicy(call: KnownCall, policy: ActivePolicy): Promise<CallAssessment> {
  const { allowances, customRules } = policy;
  const { masked } = call;
  const isHarmless =
    allowances.length === 0 ? undefined : allowanceTest(call, { ...policy, modelName: call.modelName });
  const all = assessCall(call, { masked, isHarmless });
  const assessment = isHarmless === undefined ? all : withAllowances(all, isHarmless);
  if (customRules.length === 0) return told(assessment);
  const found = (await customEvidence(call, customRules)).filter((one) => isHarmless?.(one) !== true);
  return told(withCustomEvidence(assessment, found));
}

/** What an organization's own patterns find: attacks in the prompt, what is sensitive in both texts. */
export async function customEvidence(call: LlmCall, rules: readonly CustomRule[]): Promise<readonly Evidence[]> {
  const pace = new Pace();
  const found: Evidence[] = [];
  for (const { name, about, strength, find } of rules) {
    const parts = about === 'jailbreak' ? (['prompt'] as const) : (['prompt', 'response'] as const);
    const flag = about === 'jailbreak' ? 'custom_jailbreak' : 'custom_leak';
    for (const part of parts) {
      for (const span of await find(call[part], pace))
        found.push({ rule: `custom:${name}`, flag, part, ...span, strength });
    }
  }
  return found;
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
