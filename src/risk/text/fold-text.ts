import { fold } from './fold.js';

/** A word as it stands in a text's normal form: rules are written as people write, and compared as folded.
 * @param word in lower case */
export function foldWord(word: string): string {
  let folded = '';
  for (const char of word) folded += fold(char.codePointAt(0) ?? 0);
  return folded.toLowerCase();
}
