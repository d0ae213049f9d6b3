import type { JsonVisitor } from '../../lib/json-scanner.js';
import { ValidationFailed } from '../errors/app-error.js';
import { type BodyShape, whyNotBuilt } from './body-shape.js';
import type { Unbuilt } from './unbuilt.js';

/** Neighbouring items that are built together, or one that isn't built. Places are offsets of bytes. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly unbuilt: Unbuilt | null;
}

/** A field's value as it stands in the body. */
export interface Outlined {
  /** Of a list of objects its items, those that are needed; else the value itself. */
  readonly pieces: readonly Piece[];
  readonly isList: boolean;
}

/** What is built at once: it takes a few milliseconds. */
const PIECE_BYTES = 262_144;
const PIECE_VALUES = 20_000;

const BRACKET = 0x5b;
const TOO_MANY = { code: 'too_many_keys', msg: 'must have fewer keys' } as const;
/** The longest name of a field, with quotes and every character escaped. */
const MAX_KEY_BYTES = 600;

/** Notes where in a body the fields stand that a route reads, and cuts lists into pieces. Of a key that stands there twice the last
 * value counts, as JSON.parse has it. */
export class BodyOutline implements JsonVisitor {
  readonly found = new Map<string, Outlined>();
  /** Of a body that is a list, where that is taken. */
  readonly items: Pieces;
  /** The key whose value comes next; null where nobody reads it. */
  private name: string | null = null;
  private list: Pieces;

  constructor(
    private readonly bytes: Buffer,
    private readonly shape: BodyShape,
  ) {
    this.items = new Pieces(shape);
    this.list = new Pieces(shape);
  }

  key(from: number, to: number): void {
    const { fields } = this.shape;
    const name =
      fields !== null && to - from > MAX_KEY_BYTES
        ? null
        : (JSON.parse(this.bytes.toString('utf8', from, to)) as string);
    this.name = name !== null && (fields === null || fields.has(name)) ? name : null;
    this.list = new Pieces(this.shape);
  }

  item(from: number, to: number, values: number): void {
    if (this.name !== null && this.isList(this.name)) this.list.add(from, to, values);
  }

  value(from: number, to: number, values: number): void {
    const { name, shape } = this;
    if (name === null) {
      if (shape.fields === null) this.items.add(from, to, values);
      return;
    }
    const isList = this.isList(name) && this.bytes[from] === BRACKET;
    const pieces = isList ? this.list.all : [{ from, to, unbuilt: whyNotBuilt(to - from, values, shape) }];
    if (this.found.size > shape.maxValues) throw new ValidationFailed([{ loc: ['body'], ...TOO_MANY }]);
    this.found.set(name, { pieces, isList });
  }

  private isList(name: string): boolean {
    return this.shape.fields?.get(name)?.isList === true;
  }
}

/** Gathers the items of a list into pieces, as far as they are needed. */
class Pieces {
  readonly all: Piece[] = [];
  private count = 0;
  private open: { values: number } = { values: Infinity };

  constructor(private readonly shape: BodyShape) {}

  add(from: number, to: number, values: number): void {
    if (this.count > this.shape.maxItems) return;
    this.count++;
    const unbuilt = whyNotBuilt(to - from, values, this.shape);
    const last = this.all.at(-1);
    const isRoom = last !== undefined && to - last.from <= PIECE_BYTES && this.open.values + values <= PIECE_VALUES;
    if (unbuilt === null && isRoom) {
      this.all[this.all.length - 1] = { ...last, to };
      this.open.values += values;
      return;
    }
    this.all.push({ from, to, unbuilt });
    this.open.values = unbuilt === null ? values : Infinity;
  }
}
