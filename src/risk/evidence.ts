import type { ReadText } from './model/read-text.js';
import { combinations } from './rules/combinations.js';
import { findPatterns, type PatternsFound } from './rules/find-patterns.js';
import type { PatternHit } from './rules/pattern-search.js';
import type { NormalText } from './text/normal-text.js';

/** Why a flag was raised. */
export interface Evidence {
  /** `family.detail`: which rule. */
  readonly rule: string;
  readonly flag: string;
  readonly part: 'prompt' | 'response';
  /** Where, in UTF-16 units of the original text; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  /** How much it says by itself, 0-1. */
  readonly strength: number;
}

/** Evidence of what the model found without a rule: the text as a whole. */
const LEARNED = { rule: 'model.learned', flag: 'prompt_injection' };

/** Many disguised letters in a text are evidence of their own. */
const MIN_DISGUISES = 3;

/** Evidence of an attack: rules that hold, what was hidden and how; the whole text where only the learned model spoke.
 * @param read the prompt
 * @param probability the model's, 0-1 */
export function jailbreakEvidence(read: ReadText, probability: number): readonly Evidence[] {
  const { text, combinationHits, hiddenCombinations, signs } = read;
  const found: Evidence[] = combinationHits.flatMap(({ combination, start, end }) =>
    asEvidence(combination, text.origin(start, end)),
  );
  for (const { combination, hidden } of hiddenCombinations) {
    const span = text.origin(hidden.span.start, hidden.span.end);
    found.push({
      rule: `obfuscation.${hidden.kind}`,
      flag: 'obfuscated_attack',
      part: 'prompt',
      ...span,
      strength: 0.8,
    });
    found.push(...asEvidence(combination, span));
  }
  const whole = { part: 'prompt' as const, start: 0, end: text.original.length };
  if (signs.disguises >= MIN_DISGUISES) {
    found.push({ rule: 'obfuscation.letters', flag: 'obfuscated_attack', ...whole, strength: 0.5 });
  }
  return found.length > 0 ? found : [{ ...LEARNED, ...whole, strength: probability }];
}

/** Evidence of what may be a leak: keywords that weren't looked at any more, because too much before them looked
 * like one. */
const UNREAD = { rule: 'unread.lookalikes', flag: 'possible_leak', strength: 0.4 };

/** Matches of one rule in one text that are told: more of them say nothing more. */
const ENOUGH = 20;

/** Evidence of a leak: secrets and data of persons, each rule's first twenty.
 * @param text the normal form
 * @param part which text it is
 * @param isHarmless evidence that neither counts nor is told */
export function sensitiveEvidence(
  text: NormalText,
  part: Evidence['part'],
  isHarmless?: (one: Evidence) => boolean,
): readonly Evidence[] {
  const evidenceOf = ({ rule: { rule, flag, strength }, start, end }: PatternHit): Evidence => ({
    rule,
    flag,
    part,
    ...text.origin(start, end),
    strength,
  });
  const harmless = isHarmless === undefined ? {} : { isHarmless: (hit: PatternHit) => isHarmless(evidenceOf(hit)) };
  const { hits, unread } = findPatterns(text, { enough: ENOUGH, ...harmless });
  return [...hits.toSorted((a, b) => a.start - b.start).map(evidenceOf), ...unreadEvidence(text, part, unread)];
}

/** Evidence of what was left unread. */
export function unreadEvidence(text: NormalText, part: Evidence['part'], unread: PatternsFound['unread']): Evidence[] {
  return unread.slice(0, 1).map(({ start, end }) => ({ ...UNREAD, part, ...text.origin(start, end) }));
}

/** The strength of the strongest evidence.
 * @returns 0 where there is none */
export function strongest(evidence: readonly Evidence[]): number {
  return evidence.reduce((most, { strength }) => Math.max(most, strength), 0);
}

function asEvidence(combination: number, span: { start: number; end: number }): Evidence[] {
  const rule = combinations[combination];
  return rule === undefined
    ? []
    : [{ rule: rule.rule, flag: rule.flag, part: 'prompt', ...span, strength: rule.strength }];
}
