import type { NormalText } from '../text/normal-text.js';
import { atKeywords, nearKeywords, scanKeywords, withoutKeywords } from './pattern-keywords.js';
import { type PatternHit, PatternSearch, type SearchOptions, type UnreadSpan } from './pattern-search.js';
import { stretchesAroundDigits } from './digit-stretches.js';

/** What was found in a text. */
export interface PatternsFound {
  readonly hits: readonly PatternHit[];
  /** Where a rule's keyword stands that was not looked at any more, because too much before it looked alike. Empty
   * for all texts but those made for it. */
  readonly unread: readonly UnreadSpan[];
}

/** All patterns that match in a text, to its end, whatever stands before them. Takes time linear to the text: one
 * pass for the keywords, at which most patterns are tried; the others read stretches that don't overlap. What is
 * bounded is that work and not what was found, and whatever was left out because of it is told.
 * @param text a normal form */
export function findPatterns({ plain, lower }: NormalText, options: SearchOptions = {}): PatternsFound {
  const search = new PatternSearch(plain, options);
  scanKeywords(lower, (rule, at) => {
    if (atKeywords[rule] !== undefined) search.tryAt(rule, atKeywords[rule], at);
    else search.addStretch(rule, at);
  });
  for (const rule of nearKeywords) search.readStretches(rule);
  const digits = withoutKeywords.length === 0 ? [] : stretchesAroundDigits(plain);
  if (digits.length > 0) for (const rule of withoutKeywords) search.read(rule, digits);
  return search;
}
