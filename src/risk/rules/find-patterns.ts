import { keywordScan } from '../text/keyword-scan.js';
import type { NormalText, Span } from '../text/normal-text.js';
import { patterns } from './patterns.js';
import type { PatternRule } from './pattern-rule.js';

/** Where a pattern matches in a normal form. */
export interface PatternHit extends Span {
  readonly rule: PatternRule;
}

/** What is tried for one rule in one text at most: stretches, and characters of them together. */
const MAX_STRETCHES = 60;
const MAX_CHARS = 12_000;

/** Matches of one rule in one text that are told. */
const MAX_MATCHES = 20;

/** Stretches around digits: what a rule without keywords reads. */
const DIGITS_BEFORE = 24;
const DIGITS_AFTER = 48;

interface Keyword {
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
const withoutKeywords = patterns.filter(({ keywords }) => keywords.length === 0);

/** All patterns that match in a text. Takes time linear to the text: one pass for the keywords, then as many stretches
 * of bounded length as are allowed for each rule.
 * @param text a normal form */
export function findPatterns({ plain, lower }: NormalText): readonly PatternHit[] {
  const hits: PatternHit[] = [];
  const stretches = stretchesByRule(lower);
  for (const [index, own] of stretches) {
    const rule = patterns[index];
    if (rule !== undefined) search(rule, plain, own, hits);
  }
  const digits = stretchesAroundDigits(plain);
  if (digits.length > 0) for (const rule of withoutKeywords) search(rule, plain, digits, hits);
  return hits;
}

function stretchesByRule(lower: string): Map<number, Span[]> {
  const stretches = new Map<number, Span[]>();
  scan(lower, (index, end) => {
    for (const { rule, length, startsWord, endsWord } of keywordsOf[index] ?? []) {
      const at = end - length;
      if (startsWord && isLetter(lower.charCodeAt(at - 1))) continue;
      if (endsWord && isLetter(lower.charCodeAt(end))) continue;
      const { before = 0, after } = patterns[rule] ?? { after: 0 };
      const own = stretches.get(rule);
      const stretch = { start: Math.max(0, at - before), end: Math.min(lower.length, at + after) };
      if (own === undefined) stretches.set(rule, [stretch]);
      else if (own.length < MAX_STRETCHES * 4) own.push(stretch);
    }
  });
  return stretches;
}

/** Stretches of a text that hold digits, apart from one another. */
function stretchesAroundDigits(text: string): Span[] {
  const stretches: Span[] = [];
  const digit = /\d/g;
  while (stretches.length < MAX_STRETCHES && digit.test(text)) {
    const start = Math.max(0, digit.lastIndex - 1 - DIGITS_BEFORE);
    let end = Math.min(text.length, digit.lastIndex + DIGITS_AFTER);
    for (let at = digit.lastIndex; at < end && end - start < 400; at++) {
      if (isDigit(text.charCodeAt(at))) end = Math.min(text.length, at + DIGITS_AFTER);
    }
    stretches.push({ start, end });
    digit.lastIndex = end;
  }
  return stretches;
}

/** Not a number, which stands for the text's ends, is no letter. */
function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function search(rule: PatternRule, text: string, stretches: readonly Span[], hits: PatternHit[]): void {
  let read = 0;
  let tried = 0;
  let done = 0;
  let found = 0;
  for (const { start, end } of stretches) {
    if (start < done && end <= done) continue;
    if (++tried > MAX_STRETCHES || read > MAX_CHARS || found >= MAX_MATCHES) return;
    read += end - start;
    const last = searchStretch(rule, { text: text.slice(start, end), start, done }, hits);
    found += last.found;
    done = Math.max(done, last.done);
  }
}

function searchStretch(rule: PatternRule, stretch: { text: string; start: number; done: number }, hits: PatternHit[]) {
  const { pattern, accepts } = rule;
  let found = 0;
  let done = stretch.done;
  pattern.lastIndex = 0;
  for (
    let match = pattern.exec(stretch.text);
    match !== null && found < MAX_MATCHES;
    match = pattern.exec(stretch.text)
  ) {
    const [whole] = match;
    const value = match[1] ?? whole;
    const at = stretch.start + match.index + whole.lastIndexOf(value);
    if (at >= done && (accepts?.(value, whole) ?? true)) {
      hits.push({ rule, start: at, end: at + value.length });
      done = at + value.length;
      found++;
    }
  }
  return { found, done };
}
