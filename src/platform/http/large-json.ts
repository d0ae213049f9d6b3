import { nextTurn } from '../../lib/in-parts.js';
import { JsonScanner } from '../../lib/json-scanner.js';
import { BodyOutline, type Outlined, type Piece } from './body-outline.js';
import type { BodyShape } from './body-shape.js';
import { builtOrStandIn, costlyItem } from './costly-item.js';
import { SCAN_BYTES } from './scan-bytes.js';

const [BRACE, BRACKET] = [0x7b, 0x5b];
const NO_FIELDS: ReadonlySet<string> = new Set();

/** Parses a large JSON body in parts, each in a turn of the event loop of its own: the text is checked first, then
 * what the route reads is built piece by piece. What nobody reads is checked, but not built: the first hundred of
 * such keys are null, the others missing. A value that costs more than any that is taken is replaced by one that
 * breaks the same limit, see `stand-ins.ts`. Otherwise the result is that of JSON.parse.
 * @param bytes valid UTF-8
 * @param from where the text begins
 * @throws SyntaxError where it is no JSON, or neither an object nor a list
 * @throws ValidationFailed where it has too many keys, all of which are to be built */
export async function parseLargeJson(bytes: Buffer, from: number, shape: BodyShape): Promise<unknown> {
  const outline = new BodyOutline(bytes, shape);
  const scanner = new JsonScanner(bytes, outline, from);
  for (let until = from + SCAN_BYTES; !scanner.scan(until); until += SCAN_BYTES) await nextTurn();
  if (scanner.root === BRACKET) return itemsOf(bytes, { pieces: outline.items.all, itemFields: NO_FIELDS }, shape);
  if (scanner.root !== BRACE) throw new SyntaxError('the text is neither an object nor a list');
  const body = {};
  for (const [name, outlined] of outline.found) {
    const value = outlined === null ? null : await fieldOf(bytes, outlined, shape);
    // As JSON.parse makes it: a key `__proto__` is one like any other.
    Object.defineProperty(body, name, { value, configurable: true, enumerable: true, writable: true });
  }
  return body;
}

async function fieldOf(bytes: Buffer, outlined: Outlined, shape: BodyShape): Promise<unknown> {
  if (outlined.itemFields !== null) return itemsOf(bytes, outlined, shape);
  await nextTurn();
  const [whole] = outlined.pieces;
  return whole === undefined ? undefined : builtOrStandIn(bytes, whole, shape);
}

async function itemsOf(bytes: Buffer, { pieces, itemFields }: Outlined, shape: BodyShape): Promise<unknown[]> {
  const items: unknown[] = [];
  for (const piece of pieces) {
    await nextTurn();
    if (piece.isCostly) items.push(await costlyItem(bytes, piece, { fields: itemFields ?? NO_FIELDS, shape }));
    else for (const item of neighbours(bytes, piece)) items.push(item);
  }
  return items;
}

function neighbours(bytes: Buffer, { from, to }: Piece): unknown[] {
  return JSON.parse(`[${bytes.toString('utf8', from, to)}]`) as unknown[];
}
