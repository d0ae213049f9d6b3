import { nextTurn } from '../../lib/in-parts.js';
import { JsonScanner } from '../../lib/json-scanner.js';
import { ValidationFailed } from '../errors/app-error.js';
import { BodyOutline, type Outlined, type Piece } from './body-outline.js';
import type { BodyShape } from './body-shape.js';
import { unbuiltFault } from './unbuilt.js';

/** What is scanned at once: a millisecond at most. */
const SCAN_BYTES = 131_072;
const [BRACE, BRACKET] = [0x7b, 0x5b];

/** Parses a large JSON body in parts, each in a turn of the event loop of its own: the text is checked first, then what the route
 * reads is built piece by piece. What nobody reads is checked, but not built; neither is an item that costs more than any that is
 * taken, see `unbuilt.ts`. Otherwise the result is that of JSON.parse.
 * @param bytes valid UTF-8
 * @param from where the text begins
 * @throws SyntaxError where it is no JSON, or neither an object nor a list
 * @throws ValidationFailed where a field that is no list costs more than any that is taken */
export async function parseLargeJson(bytes: Buffer, from: number, shape: BodyShape): Promise<unknown> {
  const outline = new BodyOutline(bytes, shape);
  const scanner = new JsonScanner(bytes, outline, from);
  for (let until = from + SCAN_BYTES; !scanner.scan(until); until += SCAN_BYTES) await nextTurn();
  if (scanner.root === BRACKET) return built(bytes, outline.items.all);
  if (scanner.root !== BRACE) throw new SyntaxError('the text is neither an object nor a list');
  const body = {};
  for (const [name, outlined] of outline.found) {
    const value = await fieldOf(bytes, name, outlined);
    // As JSON.parse makes it: a key `__proto__` is one like any other.
    Object.defineProperty(body, name, { value, configurable: true, enumerable: true, writable: true });
  }
  return body;
}

async function fieldOf(bytes: Buffer, name: string, { pieces, isList }: Outlined): Promise<unknown> {
  if (isList) return built(bytes, pieces);
  const [piece] = pieces;
  const fault = unbuiltFault(piece?.unbuilt);
  if (fault !== null) throw new ValidationFailed([{ loc: ['body', name], ...fault }]);
  return (await built(bytes, pieces))[0];
}

/** @returns the items of all pieces */
async function built(bytes: Buffer, pieces: readonly Piece[]): Promise<unknown[]> {
  const items: unknown[] = [];
  for (const { from, to, unbuilt } of pieces) {
    if (unbuilt === null) {
      await nextTurn();
      for (const item of JSON.parse(`[${bytes.toString('utf8', from, to)}]`) as unknown[]) items.push(item);
    } else items.push(unbuilt);
  }
  return items;
}
