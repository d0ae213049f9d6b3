import { createRequire } from 'node:module';
import type * as Bson from 'bson';

/** By require, which is how the driver loads it: an import would give a second copy, with classes of its own. Not by way of
 * Mongoose: that would load all of it, and the driver, into every thread of this server. */
const bson = createRequire(import.meta.url)('bson') as typeof Bson;

/** The BSON classes and codec that the driver uses too. */
export const { Binary, BSONRegExp, Decimal128, Double, Int32, Long, ObjectId, Timestamp, serialize, deserialize } =
  bson;

/** A decoded document; key order is field order. */
export type Doc = Record<string, unknown>;
/** A 64-bit integer of BSON. */
export type Long = Bson.Long;
/** A 128-bit decimal of BSON. */
export type Decimal128 = Bson.Decimal128;

/** BSON element type bytes. @see bsonspec.org */
export const T = {
  double: 0x01,
  string: 0x02,
  document: 0x03,
  array: 0x04,
  binary: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  bool: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  dbPointer: 0x0c,
  code: 0x0d,
  symbol: 0x0e,
  codeWithScope: 0x0f,
  int32: 0x10,
  timestamp: 0x11,
  long: 0x12,
  decimal: 0x13,
  minKey: 0xff,
  maxKey: 0x7f,
} as const;

/** Largest document that is stored or returned, bytes. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

const TYPED = { promoteValues: false, promoteBuffers: false, bsonRegExp: true };

/** Decodes with every BSON type kept as its class (Int32, Double, Long ...), so that encoding gives the same bytes.
 * @throws BSONError where the bytes are no BSON document */
export function decodeTyped(raw: Uint8Array): Doc {
  return deserialize(raw, TYPED);
}

/** Encodes a document; a field that is `undefined` is left out. */
export function encode(doc: Doc): Buffer {
  const bytes = serialize(doc, { ignoreUndefined: true });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Tells a plain (sub)document from arrays, dates and the BSON classes. */
export function isPlainObject(value: unknown): value is Doc {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) return false;
  return !('_bsontype' in value && Object.getPrototypeOf(value) !== Object.prototype) && !(value instanceof RegExp);
}

/** The BSON class name of a value, for instance `Long`; `undefined` for plain JavaScript values. */
export function bsonTypeOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) === Object.prototype)
    return undefined;
  const type: unknown = Reflect.get(value, '_bsontype');
  return typeof type === 'string' ? type : undefined;
}

/** Sets a field even where it is called `__proto__`. */
export function setField(target: Doc, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  } else target[name] = value;
}

/** Reads an own field only, never one of the prototype. */
export function getField(source: Doc, name: string): unknown {
  return Object.hasOwn(source, name) ? source[name] : undefined;
}

/** The number in a value of any numeric BSON type (a 64-bit or decimal one may lose digits); NaN for everything else. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  // Not by its text, which loses the sign of a zero.
  if (value instanceof Double) return value.value;
  const text = numberText(value);
  return text === undefined ? NaN : Number(text);
}

/** The exact text of a BSON number class; undefined for everything else. */
export function numberText(value: unknown): string | undefined {
  const isNumber =
    value instanceof Int32 || value instanceof Double || value instanceof Long || value instanceof Decimal128;
  // The class of timestamps is one of 64-bit integers.
  return isNumber && !(value instanceof Timestamp) ? value.toString() : undefined;
}
