import type { JsonVisitor } from '../../lib/json-scanner.js';
import { MAX_FAULTS, ValidationFailed } from '../errors/app-error.js';
import { type BodyShape, isCostly } from './body-shape.js';

/** A value, or neighbouring items of a list that are built together. Places are offsets of bytes. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** Whether it costs too much to be built: one item, or a field that is no list. */
  readonly isCostly: boolean;
  /** Lists and objects in each other; 0 where nobody asks. */
  readonly levels: number;
}

/** A field's value as it stands in the body. */
export interface Outlined {
  /** Of a list of objects its items, those that are needed; else the value itself. */
  readonly pieces: readonly Piece[];
  /** Fields of its items; null where it is no list of objects. */
  readonly itemFields: ReadonlySet<string> | null;
}

/** What is built at once: it takes a few milliseconds. */
const PIECE_BYTES = 262_144;
const PIECE_VALUES = 8000;

const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
/** Of a key this much is read: more than an answer tells, and than any field's name takes with every character
 * escaped. */
const MAX_KEY_BYTES = 600;
/** Names that nobody reads, of which so many are kept: an answer names no more. */
const KEPT_NAMES = MAX_FAULTS;
const TOO_MANY = { code: 'too_many_keys', msg: 'must have fewer keys' } as const;

/** Notes where in a body the fields stand that a route reads, and cuts lists into pieces. Of a key that stands there
 * twice the last value counts, as JSON.parse has it. Of the other keys the first hundred are kept by name. */
export class BodyOutline implements JsonVisitor {
  /** By name, in their order; null: nobody reads it. */
  readonly found = new Map<string, Outlined | null>();
  /** Of a body that is a list, where that is taken. */
  readonly items: Pieces;
  /** The key whose value comes next; null where nobody reads it. */
  private name: string | null = null;
  private unread = 0;
  /** The items of its value so far; null before the first. */
  private list: Pieces | null = null;

  constructor(
    private readonly bytes: Buffer,
    private readonly shape: BodyShape,
  ) {
    this.items = new Pieces(shape);
  }

  key(from: number, to: number): void {
    const { fields } = this.shape;
    this.list = null;
    const name = fields === null ? textOf(this.bytes, from + 1, to - 1) : keyText(this.bytes, from, to);
    const isRead = fields === null || fields.has(name);
    this.name = isRead ? name : null;
    if (isRead || this.unread === KEPT_NAMES || this.found.has(name)) return;
    this.unread++;
    this.found.set(name, null);
  }

  item(from: number, to: number, values: number): void {
    if (this.itemFields() === null) return;
    this.list ??= new Pieces(this.shape);
    this.list.add({ from, to }, values);
  }

  value(from: number, to: number, values: number, levels: number): void {
    const { name, shape } = this;
    if (name === null) {
      if (shape.fields === null) this.items.add({ from, to }, values);
      return;
    }
    if (this.found.size - this.unread > shape.maxValues) throw new ValidationFailed([{ loc: ['body'], ...TOO_MANY }]);
    const itemFields = this.bytes[from] === BRACKET ? this.itemFields() : null;
    const whole = { from, to, isCostly: isCostly({ from, to }, values, shape), levels };
    this.found.set(name, { pieces: itemFields === null ? [whole] : (this.list?.all ?? []), itemFields });
  }

  private itemFields(): ReadonlySet<string> | null {
    return this.name === null ? null : (this.shape.fields?.get(this.name) ?? null);
  }
}

/** Reads a key, of a very long one its beginning: that has a hundred characters at least, and is no field's name.
 * @param from where its first quote stands
 * @param to behind its last quote
 * @returns the key that stands there */
export function keyText(bytes: Buffer, from: number, to: number): string {
  const end = to - 1;
  if (to - from <= MAX_KEY_BYTES) return textOf(bytes, from + 1, end);
  let at = from + 1;
  while (at < end && at - from < MAX_KEY_BYTES) at += unitBytes(bytes, at);
  return textOf(bytes, from + 1, at);
}

/** @returns how many bytes an escape or a character takes that begins there */
function unitBytes(bytes: Buffer, at: number): number {
  const byte = bytes[at] ?? 0;
  if (byte === BACKSLASH) return bytes[at + 1] === LETTER_U ? 6 : 2;
  if (byte < 0xc0) return 1;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/** A body may consist of keys: nearly none of them needs the parser. */
function textOf(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to);
  return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
}

/** Gathers the items of a list into pieces, as far as they are needed. */
class Pieces {
  readonly all: Piece[] = [];
  private count = 0;
  /** Values of the last piece; none more fits into a costly one. */
  private values = Infinity;

  constructor(private readonly shape: BodyShape) {}

  add({ from, to }: { from: number; to: number }, values: number): void {
    if (this.count > this.shape.maxItems) return;
    this.count++;
    const costly = isCostly({ from, to }, values, this.shape);
    const last = this.all.at(-1);
    const isNear = last !== undefined && to - last.from <= PIECE_BYTES;
    if (isNear && !costly && this.values + values <= PIECE_VALUES) {
      this.all[this.all.length - 1] = { ...last, to };
      this.values += values;
      return;
    }
    this.all.push({ from, to, isCostly: costly, levels: 0 });
    this.values = costly ? Infinity : values;
  }
}
