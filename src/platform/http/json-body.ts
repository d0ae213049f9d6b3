import { BodyRefused } from './body-refused.js';

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;
const WHITESPACE: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const OPENING: ReadonlySet<number | undefined> = new Set([0x7b, 0x5b]);

/** Parses a JSON body. A byte order mark before it is passed over (RFC 8259, section 8.1, allows that).
 * @param bytes valid UTF-8
 * @returns an object or a list; undefined where there is nothing
 * @throws BodyRefused where it is neither: the parser's own text quotes the body, so it doesn't get out */
export function parseJsonBody(bytes: Buffer): unknown {
  const text = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? bytes.subarray(3) : bytes;
  if (text.length === 0) return undefined;
  let first = 0;
  while (WHITESPACE.has(text[first])) first++;
  if (!OPENING.has(text[first])) throw new BodyRefused('malformed_json');
  try {
    return JSON.parse(text.toString('utf8')) as unknown;
  } catch {
    throw new BodyRefused('malformed_json');
  }
}
