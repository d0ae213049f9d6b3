import { BodyRefused } from './body-refused.js';
import type { BodyShape } from './body-shape.js';
import { parseLargeJson } from './large-json.js';

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;
const WHITESPACE: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const OPENING: ReadonlySet<number | undefined> = new Set([0x7b, 0x5b]);
/** A body up to this length is parsed at once, which takes ten milliseconds at worst: of nothing but empty lists. */
const LARGE_BYTES = 262_144;

/** Parses a JSON body, a large one in parts. A byte order mark before it is passed over (RFC 8259, section 8.1, allows that).
 * @param bytes valid UTF-8
 * @param shape what of a large body is built
 * @returns an object or a list; undefined where there is nothing
 * @throws BodyRefused where it is neither: the parser's own text quotes the body, so it doesn't get out
 * @throws ValidationFailed as parseLargeJson does */
export async function parseJsonBody(bytes: Buffer, shape: BodyShape): Promise<unknown> {
  const begin = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? BYTE_ORDER_MARK.length : 0;
  if (bytes.length === begin) return undefined;
  try {
    if (bytes.length > LARGE_BYTES) return await parseLargeJson(bytes, begin, shape);
    let first = begin;
    while (WHITESPACE.has(bytes[first])) first++;
    if (!OPENING.has(bytes[first])) throw new BodyRefused('malformed_json');
    return JSON.parse(bytes.toString('utf8', begin)) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new BodyRefused('malformed_json');
    throw error;
  }
}
