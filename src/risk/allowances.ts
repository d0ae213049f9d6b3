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
 * @param call whose it is
 * @param known what is allowed, and the model that was called */
export function withAllowances(
  assessment: CallAssessment,
  call: LlmCall,
  known: { readonly allowances: readonly Allowance[]; readonly modelName: string },
): CallAssessment {
  if (known.allowances.length === 0 || assessment.evidence.length === 0) return assessment;
  const evidence = assessment.evidence.filter((one) => !isAllowed(one, call, known));
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

/** Whether an organization has said that a piece of evidence is harmless. */
export function isAllowed(
  { rule, part, start, end }: Evidence,
  call: LlmCall,
  { allowances, modelName }: { readonly allowances: readonly Allowance[]; readonly modelName: string },
): boolean {
  const hashes = new Set([call[part], call[part].slice(start, end)].map(textHash));
  return allowances.some((allowance) =>
    allowance.kind === 'text'
      ? hashes.has(allowance.sha256)
      : allowance.rule === rule && allowance.modelName === modelName,
  );
}
