import type { Span } from '../text/normal-text.js';

/** A rule made of a pattern. It is tried only at its keywords or near them: no text makes it slow. */
export interface PatternRule {
  /** Unique, `family.detail`, snake_case. */
  readonly rule: string;
  /** The flag it is evidence for. */
  readonly flag: string;
  /** What must stand there, in lower case. `\b` before it stands for the beginning of a word. None: digits. */
  readonly keywords: readonly string[];
  /** Searched in the normal form with its case; has the flag `g`. What is sensitive is its group `value`, or its
   * first group if it has none of a name, or the whole match. What stands before a keyword is read by a look-behind
   * that holds a group `head`. */
  readonly pattern: RegExp;
  /** `at`: the pattern matches where a keyword begins and is tried nowhere else. `near` (by default): it is searched
   * from `before` to `after` a keyword. */
  readonly tried?: 'at' | 'near';
  /** How far before a keyword a match may begin, characters; 0 by default. */
  readonly before?: number;
  /** How far behind a keyword's beginning a match may end, characters. Where a text holds too much that looks alike
   * to be read, so much of it is masked unread. */
  readonly after: number;
  /** How much a match says, 0-1. */
  readonly strength: number;
  /** Whether what is sensitive stands up to a closer look.
   * @param value what is sensitive
   * @param match the whole match */
  readonly accepts?: (value: string, match: string) => boolean;
  /** Parts of a match that are sensitive by themselves; asked where the match as a whole isn't accepted, and always
   * where nothing says what is. */
  readonly partsOf?: (value: string) => readonly Span[];
  /** What belongs to a value beyond the longest one that the pattern reads; has the flag `y`. */
  readonly goesOn?: RegExp;
  /** Where a value ends that has a sign for its end, far behind what the pattern reads.
   * @param end where the pattern's match ends
   * @returns `end` or an index behind it */
  readonly endOf?: (text: string, end: number) => number;
}
