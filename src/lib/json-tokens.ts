/** After a backslash; `u` is followed by four digits. */
const ESCAPED = new Set(Buffer.from('"\\/bfnrtu'));
const LETTER_U = 0x75;

/** @returns what is thrown where a text is no JSON; its words repeat nothing of it */
export function unexpected(): SyntaxError {
  return new SyntaxError('the text is no JSON');
}

/** @param from where the backslash stands
 * @returns where the character that it begins ends
 * @throws SyntaxError */
export function escapeEnd(bytes: Uint8Array, from: number): number {
  const letter = bytes[from + 1] ?? 0;
  if (!ESCAPED.has(letter)) throw unexpected();
  if (letter !== LETTER_U) return from + 2;
  for (let at = from + 2; at < from + 6; at++) if (!isHexDigit(bytes[at] ?? 0)) throw unexpected();
  return from + 6;
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** @returns where `true`, `false` or `null` ends that begins at a place
 * @throws SyntaxError */
export function wordEnd(bytes: Uint8Array, from: number, word: Buffer): number {
  for (let nth = 1; nth < word.length; nth++) if (bytes[from + nth] !== word[nth]) throw unexpected();
  return from + word.length;
}

/** A number: perhaps `-`, digits without a zero before them, perhaps a fraction and an exponent.
 * @returns where it ends that begins at a place
 * @throws SyntaxError */
export function numberEnd(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === 0x2d ? from + 1 : from;
  at = bytes[at] === 0x30 ? at + 1 : digitsEnd(bytes, at);
  if (bytes[at] === 0x2e) at = digitsEnd(bytes, at + 1);
  if (((bytes[at] ?? 0) | 0x20) === 0x65) {
    const sign = bytes[at + 1];
    at = digitsEnd(bytes, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
  }
  return at;
}

/** One digit at least. */
function digitsEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isDigit(bytes[at] ?? 0)) at++;
  if (at === from) throw unexpected();
  return at;
}
