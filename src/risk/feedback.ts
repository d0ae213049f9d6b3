import { textHash } from './allowances.js';
import type { CallAssessment, LlmCall } from './assess-call.js';
import type { Evidence } from './evidence.js';
import type { Allowance } from './risk-policy.js';

/** What follows from a call that was flagged by mistake. */
export interface Lesson {
  readonly allowances: readonly Allowance[];
  /** Evidence whose text isn't known any more. */
  readonly maskedCount: number;
}

/** What to allow so that a call isn't flagged again: its whole prompt, where it was taken for an attack (a phrase of it
 * would open the door to real ones), and each text that was taken for a leak; or the rules, in calls of the model.
 * @param assessment of the call as it is stored
 * @param call and the model that was called
 * @param scope how much to allow */
export function lessonOf(
  { evidence }: CallAssessment,
  call: LlmCall & { readonly modelName: string; readonly masked?: readonly Evidence[] },
  scope: 'text' | 'rule',
): Lesson {
  const masked = call.masked ?? [];
  if (scope === 'rule') {
    const rules = [...new Set(evidence.map(({ rule }) => rule))];
    return { allowances: rules.map((rule) => ({ kind: 'rule', rule, modelName: call.modelName })), maskedCount: 0 };
  }
  const known = evidence.filter((one) => !masked.some((other) => isSame(one, other)));
  const texts = known.map(({ flag, part, start, end }) =>
    flag.endsWith('_leak') ? call[part].slice(start, end) : call.prompt,
  );
  const hashes = [...new Set(texts.map(textHash))];
  return { allowances: hashes.map((sha256) => ({ kind: 'text', sha256 })), maskedCount: masked.length };
}

function isSame(one: Evidence, other: Evidence): boolean {
  return one.rule === other.rule && one.part === other.part && one.start === other.start;
}
