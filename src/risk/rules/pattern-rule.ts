/** A rule made of a pattern. It is tried only near its keywords, on a stretch of bounded length: no text makes it slow. */
export interface PatternRule {
  /** Unique, `family.detail`, snake_case. */
  readonly rule: string;
  /** The flag it is evidence for. */
  readonly flag: string;
  /** What must stand nearby, in lower case. `\b` before it stands for the beginning of a word. None: digits. */
  readonly keywords: readonly string[];
  /** Searched in the normal form with its case; has the flag `g`. Its first group, if any, is what is sensitive. */
  readonly pattern: RegExp;
  /** How far before a keyword a match may begin, characters; 0 by default. */
  readonly before?: number;
  /** How far behind a keyword's beginning a match may end, characters. */
  readonly after: number;
  /** How much a match says, 0-1. */
  readonly strength: number;
  /** Whether what is sensitive stands up to a closer look.
   * @param value the first group, or the whole match
   * @param match the whole match */
  readonly accepts?: (value: string, match: string) => boolean;
}
