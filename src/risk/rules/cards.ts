import type { Span } from '../text/normal-text.js';

/** Whether the digits of a text pass Luhn's check. */
export function passesLuhn(text: string): boolean {
  let sum = 0;
  let double = false;
  for (let index = text.length - 1; index >= 0; index--) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) continue;
    sum += double ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit;
    double = !double;
  }
  return sum % 10 === 0;
}

/** Whether a text is the number of a payment card: 12-19 digits of a known network that pass Luhn's check. */
export function isCard(text: string): boolean {
  // The cheapest question first: nine of ten numbers fail it.
  if (!passesLuhn(text)) return false;
  const digits = text.replace(/\D/g, '');
  if (digits.length < 12 || digits.length > 19 || /^(\d)\1+$/.test(digits)) return false;
  return /^(?:4|5[0-9]|6|2[2-7]|3[0-9]|1800|2131)/.test(digits);
}

/** The most characters that a whole card takes, a gap behind each of 19 digits. */
const MAX_CARD_CHARS = 37;
/** A number that stands alone is a card from so many digits on. */
const MIN_ALONE = 13;
/** How cards are printed: the lengths of their groups, the longest first. */
const PRINTED = [
  [4, 4, 4, 4, 3],
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
];

/** The cards among numbers that stand one after another, as those of orders and expiry dates do beside them: the
 * whole, where it is one; else each number, and each row of groups as cards have them, that is.
 * @param row digits with single gaps or hyphens between some of them */
export function cardsIn(row: string): readonly Span[] {
  if (row.length <= MAX_CARD_CHARS && isCard(row)) return [{ start: 0, end: row.length }];
  const groups = groupsOf(row);
  const cards: Span[] = [];
  for (let first = 0; first < groups.length;) {
    const count = cardAt(row, groups, first);
    const [from, to] = [groups[first], groups[first + count - 1]];
    if (count > 0 && from !== undefined && to !== undefined) cards.push({ start: from.start, end: to.end });
    first += Math.max(1, count);
  }
  return cards;
}

function groupsOf(row: string): Span[] {
  const groups: Span[] = [];
  let start = 0;
  for (let end = 0; end <= row.length; end++) {
    const code = row.charCodeAt(end);
    if (code >= 0x30 && code <= 0x39) continue;
    groups.push({ start, end });
    start = end + 1;
  }
  return groups;
}

/** @returns how many groups from this one on are a card; 0 where none are */
function cardAt(row: string, groups: readonly Span[], first: number): number {
  const isOne = (count: number): boolean => {
    const [from, to] = [groups[first], groups[first + count - 1]];
    return from !== undefined && to !== undefined && isCard(row.slice(from.start, to.end));
  };
  const length = lengthOf(groups[first]);
  if (length >= MIN_ALONE) return isOne(1) ? 1 : 0;
  if (length !== 4) return 0;
  const printed = PRINTED.find(
    (lengths) => lengths.every((wanted, at) => lengthOf(groups[first + at]) === wanted) && isOne(lengths.length),
  );
  return printed?.length ?? 0;
}

function lengthOf(group: Span | undefined): number {
  return group === undefined ? 0 : group.end - group.start;
}
