import { createHash } from 'node:crypto';
import { attackScore, type CallAssessment, type LlmCall } from './assess-call.js';
import { riskLabel, SUSPICIOUS_FROM } from '../lib/risk-label.js';
import type { Evidence } from './evidence.js';
import { strongest } from './evidence.js';
import type { Allowance } from './risk-policy.js';

/** What a call without any evidence left scores at most. */
const HARMLESS = SUSPICIOUS_FROM / 2;

/** The hash by which a text is allowed: case and gaps don't count.
 * @returns SHA-256, hexadecimal */
export function textHash(text: string): string {
  return createHash('sha256').update(text.trim().toLowerCase().replace(/\s+/g, ' ')).digest('hex');
}

/** What an allowance is known by: the hash of its text, or one of its rule and model.
 * @returns 64 hexadecimal digits */
export function allowanceId(allowance: Allowance): string {
  if (allowance.kind === 'text') return allowance.sha256;
  return createHash('sha256').update(`${allowance.rule}\n${allowance.modelName}`).digest('hex');
}

/** An assessment without the evidence that an organization has said is harmless. Where none is left of a kind, its
 * signal doesn't count any more.
 * @param assessment of the call
 * @param isAllowed as `allowanceTest` makes it for that call */
export function withAllowances(assessment: CallAssessment, isAllowed: (one: Evidence) => boolean): CallAssessment {
  if (assessment.evidence.length === 0) return assessment;
  const evidence = assessment.evidence.filter((one) => !isAllowed(one));
  if (evidence.length === assessment.evidence.length) return assessment;
  const leaks = evidence.filter(({ flag }) => flag.endsWith('_leak'));
  const sensitive = strongest(leaks);
  const isAttack = evidence.length > leaks.length;
  const jailbreak = isAttack ? assessment.signals.jailbreak : 0;
  const attack = isAttack ? attackScore(jailbreak) : Math.min(HARMLESS, attackScore(assessment.signals.jailbreak));
  const riskScore = Math.max(attack, sensitive);
  const flags = [...new Set(evidence.map(({ flag }) => flag))];
  return { riskScore, riskLabel: riskLabel(riskScore), flags, signals: { jailbreak, sensitive }, evidence };
}

/** Texts of one call that are compared with what is allowed at most; more of them are not allowed. */
const MAX_COMPARED = 1000;

/** Tells of each piece of evidence of one call whether its organization has said that it is harmless. Each text is
 * hashed once.
 * @param call whose evidence it is
 * @param known what is allowed, and the model that was called */
export function allowanceTest(
  call: LlmCall,
  { allowances, modelName }: { readonly allowances: readonly Allowance[]; readonly modelName: string },
): (one: Evidence) => boolean {
  const rules = new Set(
    allowances.flatMap((one) => (one.kind === 'rule' && one.modelName === modelName ? [one.rule] : [])),
  );
  const hashes = new Set(allowances.flatMap((one) => (one.kind === 'text' ? [one.sha256] : [])));
  const compared = new Map<string, boolean>();
  const isAllowedText = (text: string): boolean => {
    const known = compared.get(text);
    if (known !== undefined) return known;
    if (compared.size >= MAX_COMPARED) return false;
    const isAllowed = hashes.has(textHash(text));
    compared.set(text, isAllowed);
    return isAllowed;
  };
  return ({ rule, part, start, end }) => {
    if (rules.has(rule)) return true;
    return hashes.size > 0 && (isAllowedText(call[part]) || isAllowedText(call[part].slice(start, end)));
  };
}
