import type { AskedCall } from './classification.js';
import { CALIBRATED_VERSION } from './assess-call.js';
import type { ClassifyIn, RiskPolicyOut } from './risk.dto.js';
import { BASELINE_VERSION, type RiskPolicy } from './risk-policy.js';

/** @returns the call that a request asks about */
export function toAskedCall({ prompt, response = '', model_name: modelName = '' }: ClassifyIn): AskedCall {
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
