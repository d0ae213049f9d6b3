import { keywordScan } from '../text/keyword-scan.js';
import { isBehindEscape } from './boundaries.js';
import { patterns } from './patterns.js';

interface Keyword {
  /** Index into the list of patterns. */
  readonly rule: number;
  readonly length: number;
  readonly startsWord: boolean;
  readonly endsWord: boolean;
}

const words = patterns.flatMap(({ keywords }, rule) =>
  keywords.map((keyword) => ({
    rule,
    startsWord: keyword.startsWith('\\b'),
    endsWord: keyword.endsWith('\\b'),
    text: keyword.replaceAll('\\b', ''),
  })),
);
const byText = [...new Set(words.map(({ text }) => text))];
const keywordsOf: readonly (readonly Keyword[])[] = byText.map((text) =>
  words
    .filter((word) => word.text === text)
    .map(({ rule, startsWord, endsWord }) => ({ rule, startsWord, endsWord, length: text.length })),
);
const scan = keywordScan(byText);

/** For each rule that is tried at its keywords: its pattern, so that it matches at one place and nowhere behind it. */
export const atKeywords: readonly (RegExp | undefined)[] = patterns.map(({ tried, pattern }) =>
  tried === 'at' ? new RegExp(pattern.source, pattern.flags.replace('g', 'y')) : undefined,
);

/** Rules that are searched near their keywords, and those that have none. */
export const [nearKeywords, withoutKeywords] = [true, false].map((hasKeywords) =>
  patterns.flatMap(({ tried, keywords }, rule) =>
    tried !== 'at' && keywords.length > 0 === hasKeywords ? [rule] : [],
  ),
) as [number[], number[]];

/** Finds the keywords of all rules.
 * @param lower a text in lower case
 * @param onKeyword is told the rule and where its keyword begins */
export function scanKeywords(lower: string, onKeyword: (rule: number, at: number) => void): void {
  scan(lower, (index, end) => {
    for (const { rule, length, startsWord, endsWord } of keywordsOf[index] ?? []) {
      const at = end - length;
      if (startsWord && isLetter(lower.charCodeAt(at - 1)) && !isBehindEscape(lower, at)) continue;
      if (endsWord && isLetter(lower.charCodeAt(end))) continue;
      onKeyword(rule, at);
    }
  });
}

/** Not a number, which stands for the text's ends, is no letter. */
function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}
