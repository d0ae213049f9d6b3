/** What JSON and addresses write for a sign: a word begins behind it, though its last sign is a letter or a digit. */
const ESCAPE = String.raw`(?<=\\[nrtbf]|\\u[\da-fA-F]{4}|%[\dA-Fa-f]{2})`;

/** A part of a regular expression: here something begins.
 * @param signs of a set; none of them stands before it, but for the last one of an escape */
export function beginsWithout(signs: string): string {
  return `(?:(?<![${signs}])|${ESCAPE})`;
}

/** Whether the letter before a place is the last one of an escape.
 * @param lower a text in lower case */
export function isBehindEscape(lower: string, at: number): boolean {
  const before = lower.slice(Math.max(0, at - 6), at);
  return /\\[nrtbf]$|\\u[\da-f]{4}$|%[\da-f]{2}$/.test(before);
}
