import { allowanceId } from './allowances.js';
import type { AllowanceOut, AllowancesOut } from './allowances.dto.js';
import { CALIBRATED_VERSION } from './assess-call.js';
import type { KnownCall } from './custom-evidence.js';
import type { CustomPatternsOut } from './custom-patterns.dto.js';
import type { ClassifyIn, RiskPolicyOut } from './risk.dto.js';
import { type Allowance, BASELINE_VERSION, type RiskPolicy } from './risk-policy.js';

/** @returns the call that a request asks about */
export function toAskedCall({ prompt, response = '', model_name: modelName = '' }: ClassifyIn): KnownCall {
  return { prompt, response, modelName };
}

/** @returns a policy as it is shown */
export function toPolicyOut({ policy, masking, allowances, updatedAt }: RiskPolicy): RiskPolicyOut {
  return {
    policy,
    version: policy === 'baseline' ? BASELINE_VERSION : CALIBRATED_VERSION,
    masking,
    allowance_count: allowances.length,
    updated_at: updatedAt?.toISOString() ?? null,
  };
}

/** @returns an organization's own patterns as they are shown */
export function toPatternsOut({ patterns, updatedAt }: RiskPolicy): CustomPatternsOut {
  return { patterns: [...patterns], updated_at: updatedAt?.toISOString() ?? null };
}

/** @returns what is allowed as it is shown, newest first */
export function toAllowancesOut({ allowances }: RiskPolicy): AllowancesOut {
  return { allowances: allowances.map(toAllowanceOut).toReversed() };
}

/** @returns an allowance as it is shown */
export function toAllowanceOut(allowance: Allowance): AllowanceOut {
  const id = allowanceId(allowance);
  if (allowance.kind === 'text') return { id, kind: 'text', rule: null, model_name: null };
  return { id, kind: 'rule', rule: allowance.rule, model_name: allowance.modelName };
}
