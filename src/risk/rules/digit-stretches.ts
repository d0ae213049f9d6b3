import type { Span } from '../text/normal-text.js';

/** How far around digits a rule without keywords reads, characters. */
const BEFORE = 24;
const BEHIND = 48;

/** No number that such a rule knows has fewer digits. */
const MIN_DIGITS = 6;

/** Stretches of a text that hold digits enough for a number that says something, apart from one another. Digits that
 * are near one another share one, however many they are: no number is cut. */
export function stretchesAroundDigits(text: string): Span[] {
  const stretches: Span[] = [];
  const digit = /\d/g;
  while (digit.test(text)) {
    const first = digit.lastIndex - 1;
    let digits = 1;
    let end = Math.min(text.length, first + 1 + BEHIND);
    for (let at = first + 1; at < end; at++) {
      if (!isDigit(text.charCodeAt(at))) continue;
      digits++;
      end = Math.min(text.length, at + 1 + BEHIND);
    }
    if (digits >= MIN_DIGITS) stretches.push({ start: Math.max(0, first - BEFORE), end });
    digit.lastIndex = end;
  }
  return stretches;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
