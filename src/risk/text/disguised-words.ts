import type { Span } from './normal-text.js';

const LETTERS: ReadonlyMap<string, string> = new Map(
  ['0o', '1i', '3e', '4a', '5s', '7t', '@a', '$s', '!i', '8b', '9g'].map(([sign = '', letter = '']) => [sign, letter]),
);
const LEET_WORD = /(?<![\w@$!])(?=[a-z013457@$!]{0,20}[a-z])(?=[a-z@$!]{0,20}[013457@$])[a-z013457@$!]{3,20}/g;
const SHORTER_LEET_WORD = new RegExp(LEET_WORD.source.replace('{3,20}', '{2,20}'), 'g');
const LEET_SIGN = /[013457@$!]/g;

const MAY_BE_LEET = /[a-z][013457@$!][a-z]/;

/** So many words in leetspeak are no coincidence (and no code). */
const MIN_LEET_WORDS = 3;

/** A text with the digits in its words read as the letters they look like; null where it isn't written so.
 * @param lower in lower case */
export function leetOf(lower: string): string | null {
  if (!MAY_BE_LEET.test(lower)) return null;
  const words = lower.match(LEET_WORD)?.filter((word) => /[a-z]/.test(word.replace(LEET_SIGN, ''))) ?? [];
  if (words.length < MIN_LEET_WORDS || words.length * 25 < lower.length / 6) return null;
  return lower.replace(SHORTER_LEET_WORD, (word) => word.replace(LEET_SIGN, (sign) => LETTERS.get(sign) ?? sign));
}

/** A text with each letter of ASCII thirteen places further.
 * @param lower in lower case */
export function rot13Of(lower: string): string {
  return lower.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));
}

const SPACED = /(?<![a-z0-9])[a-z](?:[ .\-_*|]{1,4}[a-z]){6,600}(?![a-z0-9])/g;

const MIN_LONE_LETTERS = 7;
const [LETTER, GAP] = [1, 2];
const KIND = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  return /[a-z]/.test(char) ? LETTER : /[ .\-_*|]/.test(char) ? GAP : 0;
});

/** Whether seven letters follow one another with only gaps between them: what the pattern above asks for at least, told
 * in a fifth of its time. */
function hasLoneLetters(lower: string): boolean {
  let lone = 0;
  let before = 0;
  for (let index = 0; index < lower.length; index++) {
    const code = lower.charCodeAt(index);
    const kind = code < 128 ? (KIND[code] ?? 0) : 0;
    if (kind === LETTER) lone = before === LETTER ? 0 : lone + 1;
    else if (kind !== GAP) lone = 0;
    if (lone >= MIN_LONE_LETTERS) return true;
    before = kind;
  }
  return false;
}

/** Words whose letters were written apart, put together again: wider gaps are taken for those between words.
 * @param lower in lower case */
export function unspaced(lower: string): readonly { readonly text: string; readonly span: Span }[] {
  if (!hasLoneLetters(lower)) return [];
  return [...lower.matchAll(SPACED)].slice(0, 8).map((match) => ({
    text: match[0].replace(/([ .\-_*|]+)/g, (gap) => (gap.length > 1 ? ' ' : '')),
    span: { start: match.index, end: match.index + match[0].length },
  }));
}
