import { ValidationFailed } from '../platform/errors/app-error.js';
import { textHash } from './allowances.js';
import type { Allowance } from './risk-policy.js';

/** What somebody wants to be allowed. */
export interface AllowanceWish {
  readonly text: string | undefined;
  readonly rule: string | undefined;
  readonly modelName: string | undefined;
}

/** The allowance that is meant.
 * @throws ValidationFailed where it is neither a text alone nor a rule with a model */
export function allowanceOf({ text, rule, modelName }: AllowanceWish): Allowance {
  if (text !== undefined && rule === undefined && modelName === undefined) {
    return { kind: 'text', sha256: textHash(text) };
  }
  if (text === undefined && rule !== undefined && modelName !== undefined) return { kind: 'rule', rule, modelName };
  const missing = text !== undefined ? 'text' : rule === undefined ? 'rule' : 'model_name';
  const msg = 'must be either text alone, or rule and model_name';
  throw new ValidationFailed([{ loc: ['body', missing], code: 'either_or', msg }]);
}
