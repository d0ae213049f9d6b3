const ASCII = /^[ -~]*$/;

/** Control characters, those that aren't seen (joiners, direction marks, soft hyphens), half characters, line separators. */
const UNSEEN_CLASS = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}`;
const UNSEEN = new RegExp(`[${UNSEEN_CLASS}]`, 'u');

/** What a name without unseen characters matches, as the documentation says it; ECMAScript with the flag `u`. */
export const PLAIN_NAME = `^[^${UNSEEN_CLASS}]*$`;

/** A name in the one form that its spellings share (Unicode NFC), so that what looks the same is the same. */
export function plainName(name: string): string {
  return ASCII.test(name) ? name : name.normalize('NFC');
}

/** @returns whether a name holds characters that nobody sees: two such names look alike, or turn a line around */
export function hasUnseenCharacters(name: string): boolean {
  return !ASCII.test(name) && UNSEEN.test(name);
}
