import { nextTurn } from '../../lib/in-parts.js';
import { JsonScanner, type JsonVisitor } from '../../lib/json-scanner.js';
import { keyText, type Piece } from './body-outline.js';
import { type BodyShape, isCostly } from './body-shape.js';
import { SCAN_BYTES } from './scan-bytes.js';
import { standInOf } from './stand-ins.js';

const BRACE = 0x7b;
/** Keys that are no fields are ignored by everybody; some are kept, for whoever tells the sender about them. */
const KEPT_NAMES = 100;

/** Builds an item of a list that costs too much as a whole: its fields, each costly one as a stand-in that breaks
 * the same limit. Keys that are no fields are null.
 * @param fields of the item
 * @returns an object for an object; anything else for anything else */
export async function costlyItem(
  bytes: Buffer,
  { from, to }: Piece,
  { fields, shape }: { readonly fields: ReadonlySet<string>; readonly shape: BodyShape },
): Promise<unknown> {
  if (bytes[from] !== BRACE) return standInOf(bytes[from], 0, shape);
  const members = new Members(bytes.subarray(from, to), fields, shape);
  const scanner = new JsonScanner(members.bytes, members);
  for (let until = SCAN_BYTES; !scanner.scan(until); until += SCAN_BYTES) await nextTurn();
  const item = {};
  for (const [name, piece] of members.found) {
    if (piece !== null) await nextTurn();
    const value = piece === null ? null : builtOrStandIn(members.bytes, piece, shape);
    Object.defineProperty(item, name, { value, configurable: true, enumerable: true, writable: true });
  }
  return item;
}

/** @returns the value that stands there, or what breaks the same limit */
export function builtOrStandIn(
  bytes: Buffer,
  { from, to, isCostly: costly, levels }: Piece,
  shape: BodyShape,
): unknown {
  return costly ? standInOf(bytes[from], levels, shape) : JSON.parse(bytes.toString('utf8', from, to));
}

/** Where the members of an object stand; null for one that is no field. */
class Members implements JsonVisitor {
  readonly found = new Map<string, Piece | null>();
  private name = '';

  constructor(
    readonly bytes: Buffer,
    private readonly fields: ReadonlySet<string>,
    private readonly shape: BodyShape,
  ) {}

  key(from: number, to: number): void {
    this.name = keyText(this.bytes, from, to);
  }

  item(): void {
    // Members are what counts here.
  }

  value(from: number, to: number, values: number, levels: number): void {
    const isField = this.fields.has(this.name);
    if (!isField && this.found.size >= KEPT_NAMES) return;
    const piece = { from, to, isCostly: isCostly({ from, to }, values, this.shape), levels };
    this.found.set(this.name, isField ? piece : null);
  }
}
