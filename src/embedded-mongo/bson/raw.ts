import { MongoError } from '../errors.js';
import { T } from './bson.js';

/** Size of values that always have the same size, bytes, by BSON type; -1 where the size stands in the value. */
const FIXED_SIZE: Int8Array = fixedSizes();

function fixedSizes(): Int8Array {
  const sizes = new Int8Array(256).fill(-1);
  for (const type of [T.undefined, T.null, T.minKey, T.maxKey]) sizes[type] = 0;
  sizes[T.bool] = 1;
  sizes[T.int32] = 4;
  for (const type of [T.double, T.date, T.timestamp, T.long]) sizes[type] = 8;
  sizes[T.objectId] = 12;
  sizes[T.decimal] = 16;
  return sizes;
}

/** Reads a little-endian signed 32-bit integer without the cost of a checked Buffer call. */
export function int32At(buf: Uint8Array, at: number): number {
  return (
    (buf[at] as number) |
    ((buf[at + 1] as number) << 8) |
    ((buf[at + 2] as number) << 16) |
    ((buf[at + 3] as number) << 24)
  );
}

/** Offset of the NUL that ends a C string. @throws MongoError InvalidBSON where there is none */
export function cstringEnd(buf: Uint8Array, at: number): number {
  let end = at;
  while (end < buf.length && buf[end] !== 0) end++;
  if (end >= buf.length) throw invalid();
  return end;
}

/** Offset behind a value.
 * @param type BSON type byte
 * @param at offset of the value
 * @throws MongoError InvalidBSON for an unknown type or a size that leaves the buffer */
export function valueEnd(buf: Uint8Array, type: number, at: number): number {
  const fixed = FIXED_SIZE[type] as number;
  const end = fixed >= 0 ? at + fixed : at + variableSize(buf, type, at);
  if (end > buf.length || end < at) throw invalid();
  return end;
}

function variableSize(buf: Uint8Array, type: number, at: number): number {
  switch (type) {
    case T.string:
    case T.symbol:
    case T.code:
      return 4 + int32At(buf, at);
    case T.document:
    case T.array:
    case T.codeWithScope:
      return int32At(buf, at);
    case T.binary:
      return 5 + int32At(buf, at);
    case T.dbPointer:
      return 16 + int32At(buf, at);
    case T.regex:
      return cstringEnd(buf, cstringEnd(buf, at) + 1) + 1 - at;
    default:
      throw invalid();
  }
}

/** Walks the elements of a document that lies in a buffer, without allocating per element. */
export class ElementCursor {
  /** BSON type byte of the current element. */
  type = 0;
  /** Offset of the element itself (its type byte). */
  start = 0;
  /** Offset of the NUL behind the name; the name starts at `start + 1`. */
  nameEnd = 0;
  /** Offset of the value. */
  value = 0;
  /** Offset behind the element. */
  end: number;
  private readonly docEnd: number;

  /** @param at offset of the document's length field */
  constructor(
    readonly buf: Buffer,
    at = 0,
  ) {
    const size = int32At(buf, at);
    this.docEnd = at + size - 1;
    this.end = at + 4;
    if (!(size >= 5) || this.docEnd >= buf.length || buf[this.docEnd] !== 0) throw invalid();
  }

  /** Moves to the next element. @returns false at the end */
  next(): boolean {
    if (this.end >= this.docEnd) return false;
    const { buf } = this;
    this.start = this.end;
    this.type = buf[this.start] as number;
    let at = this.start + 1;
    while (buf[at] !== 0) if (++at > this.docEnd) throw invalid();
    this.nameEnd = at;
    this.value = at + 1;
    this.end = valueEnd(buf, this.type, this.value);
    if (this.end > this.docEnd) throw invalid();
    return true;
  }

  /** The current element's name. */
  name(): string {
    return this.buf.toString('utf8', this.start + 1, this.nameEnd);
  }

  /** Whether the current element has this name. @param name UTF-8 bytes */
  isNamed(name: Uint8Array): boolean {
    const { buf, start, nameEnd } = this;
    if (nameEnd - start - 1 !== name.length) return false;
    for (let i = name.length - 1; i >= 0; i--) if (buf[start + 1 + i] !== name[i]) return false;
    return true;
  }
}

/** Finds a field of a document. @returns a cursor standing on it, or undefined */
export function findField(buf: Buffer, name: Uint8Array, at = 0): ElementCursor | undefined {
  const cursor = new ElementCursor(buf, at);
  while (cursor.next()) if (cursor.isNamed(name)) return cursor;
  return undefined;
}

/** The documents of an array field, as slices of the same memory.
 * @throws MongoError TypeMismatch where the field is no array of documents */
export function documentsOf(buf: Buffer, cursor: ElementCursor): Buffer[] {
  if (cursor.type !== T.array) throw new MongoError(14, 'Expected an array of documents');
  const found: Buffer[] = [];
  const items = new ElementCursor(buf, cursor.value);
  while (items.next()) {
    if (items.type !== T.document) throw new MongoError(14, 'Expected an array of documents');
    found.push(buf.subarray(items.value, items.end));
  }
  return found;
}

function invalid(): MongoError {
  return new MongoError(22, 'Invalid BSON: a length or type byte does not fit the document');
}
