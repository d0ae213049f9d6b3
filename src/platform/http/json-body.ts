import { BodyRefused } from './body-refused.js';
import type { BodyShape } from './body-shape.js';
import { parseLargeJson } from './large-json.js';

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;
const WHITESPACE: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const OPENING: ReadonlySet<number | undefined> = new Set([0x7b, 0x5b]);
/** A body up to this length is parsed at once, whatever it holds: some milliseconds. */
const SMALL_BYTES = 65_536;
/** So is one up to this length with few values and fewer keys. Each new key, and each new set of keys of an object,
 * costs the parser as much as a dozen values. */
const MIDDLE_BYTES = 1_048_576;
const MIDDLE_VALUES = 40_000;
const MIDDLE_KEYS = 8000;

/** Parses a JSON body, a large one in parts. A byte order mark before it is passed over (RFC 8259, section 8.1,
 * allows that).
 * @param bytes valid UTF-8
 * @param shape what of a large body is built
 * @returns an object or a list; undefined where there is nothing
 * @throws BodyRefused where it is neither: the parser's own text quotes the body, so it doesn't get out
 * @throws ValidationFailed as parseLargeJson does */
export async function parseJsonBody(bytes: Buffer, shape: BodyShape): Promise<unknown> {
  const begin = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? BYTE_ORDER_MARK.length : 0;
  if (bytes.length === begin) return undefined;
  try {
    if (isLarge(bytes)) return await parseLargeJson(bytes, begin, shape);
    let first = begin;
    while (WHITESPACE.has(bytes[first])) first++;
    if (!OPENING.has(bytes[first])) throw new BodyRefused('malformed_json');
    return JSON.parse(bytes.toString('utf8', begin)) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new BodyRefused('malformed_json');
    throw error;
  }
}

/** @returns whether a body takes too long to be parsed at once */
function isLarge(bytes: Buffer): boolean {
  if (bytes.length <= SMALL_BYTES) return false;
  return bytes.length > MIDDLE_BYTES || hasMany(bytes);
}

/** A comma or an opening bracket stands before every value but the first, a colon behind every key. */
const WEIGHTS = new Float64Array(256);
for (const byte of Buffer.from(',[{')) WEIGHTS[byte] = 1;
WEIGHTS[0x3a] = MIDDLE_VALUES / MIDDLE_KEYS;

function hasMany(bytes: Buffer): boolean {
  let weight = 0;
  for (let at = 0; at < bytes.length && weight <= MIDDLE_VALUES; at++) weight += WEIGHTS[bytes[at] ?? 0] ?? 0;
  return weight > MIDDLE_VALUES;
}
