const ASCII = /^[ -~]*$/;

/** Control characters, soft hyphen, zero widths, line separators, direction marks, halves of characters, byte order mark. Written
 * out, because regular expressions outside of ECMAScript know no `\p`. */
const UNSEEN_CLASS = String.raw`\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb`;

/** Tags copy ASCII without being seen. */
const UNSEEN = new RegExp(`[${UNSEEN_CLASS}\\u{e0000}-\\u{e007f}]`, 'u');

/** What a name without unseen characters matches, as the documentation says it. */
export const PLAIN_NAME = `^[^${UNSEEN_CLASS}]*$`;

/** No name is so long, however it is spelled: it needs no other form to be refused, and making that takes its time. */
const TOO_LONG = 20_000;

/** A name in the one form that its spellings share (Unicode NFC), so that what looks the same is the same. */
export function plainName(name: string): string {
  return name.length > TOO_LONG || ASCII.test(name) ? name : name.normalize('NFC');
}

/** @returns whether a name holds characters that nobody sees: two such names look alike, or turn a line around */
export function hasUnseenCharacters(name: string): boolean {
  return !ASCII.test(name) && UNSEEN.test(name);
}
