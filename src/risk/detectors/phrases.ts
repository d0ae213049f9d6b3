/** As many matches make the full strength. */
const FULL_STRENGTH_MATCHES = 5;

/** The strength of a single match: a detector that raises its flag from here on raises it on any match. */
export const ANY_MATCH = 1 / FULL_STRENGTH_MATCHES;

// The contract's patterns have the meaning they have in Python, where \s and \b know all of Unicode and "i" has two
// more forms (dotted capital, dotless small). JavaScript's own \b would find "password" within "épassword".
const SPACE = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const WORD = String.raw`[\p{L}\p{N}_]`;
const LETTER_I = String.raw`[i\u0130\u0131]`;

/** Compiles a pattern of the contract.
 * @param source lower-case words, groups and `\s`, with `\b` at its ends only, beside a letter; must not match the empty
 *   text, must not nest repetitions
 * @returns an expression that finds all matches, in any case
 * @throws SyntaxError where the source is no pattern */
export function phrase(source: string): RegExp {
  // Beside a letter a boundary is the absence of another one; the general form takes seven times as long.
  const bounded = source.replace(/^\\b/, `(?<!${WORD})`).replace(/\\b$/, `(?!${WORD})`);
  return new RegExp(bounded.replaceAll('i', LETTER_I).replaceAll(String.raw`\s`, SPACE), 'giu');
}

/** How many matches of some phrases a text holds, as a strength. Matches of one phrase don't overlap.
 * @param phrases made by `phrase`
 * @param text what is searched
 * @returns 0 without a match, 0.2 for each one, 1 from five on
 * @see contract "Formulas": min(1, matches/5) */
export function phraseStrength(phrases: readonly RegExp[], text: string): number {
  let matches = 0;
  for (const phrase of phrases) {
    phrase.lastIndex = 0;
    // More than enough is enough: a text of nothing but matches costs no more than another.
    while (matches < FULL_STRENGTH_MATCHES && phrase.test(text)) matches++;
  }
  return matches / FULL_STRENGTH_MATCHES;
}
