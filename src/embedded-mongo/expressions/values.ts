import { bsonTypeOf, type Doc, MAX_DOCUMENT_BYTES, numberOf, setField } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { TAG } from '../keys/value-key.js';
import { literal } from '../query/literal.js';

/** What is missing comes before null. */
const MISSING = Buffer.of(TAG.emptyArray);

/** A value's place in BSON's order over all types, for comparing bytewise; `undefined`, what is missing, comes before null. */
export function rankOf(value: unknown): Buffer {
  return value === undefined ? MISSING : literal(value).key;
}

/** A text that is the same for equal values, whatever their numeric types. */
export function identityOf(value: unknown): string {
  return rankOf(value).toString('latin1');
}

/** Whether a value counts as true: everything but what is missing, null, false and zero. */
export function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && numberOf(value) !== 0;
}

/** Whether a value is null or missing. */
export function isNullish(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** `$max` (1) and `$min` (-1): the greatest or least by the order of all types, of what is neither missing nor null; null for nothing.
 * An array that is the only operand is looked into. */
export function extremeOf(operands: readonly unknown[], direction: 1 | -1): unknown {
  return inOrder(soleArray(operands), direction)[0] ?? null;
}

/** The greatest (1) or least (-1) values first; those that are missing or null are left out. */
export function inOrder(values: readonly unknown[], direction: 1 | -1): unknown[] {
  return values
    .filter((value) => !isNullish(value))
    .map((value) => ({ value, key: rankOf(value) }))
    .sort((one, other) => direction * other.key.compare(one.key))
    .map(({ value }) => value);
}

/** The operands of `$sum` and its like: an array that is the only one stands for its elements. */
export function soleArray(operands: readonly unknown[]): readonly unknown[] {
  const [first] = operands;
  return operands.length === 1 && Array.isArray(first) ? first : operands;
}

const ALIASES: Readonly<Record<string, string>> = {
  Int32: 'int',
  Long: 'long',
  Double: 'double',
  Decimal128: 'decimal',
  ObjectId: 'objectId',
  Binary: 'binData',
  BSONRegExp: 'regex',
  Timestamp: 'timestamp',
  Code: 'javascript',
  BSONSymbol: 'symbol',
  DBRef: 'object',
  MinKey: 'minKey',
  MaxKey: 'maxKey',
};

/** The name of a value's BSON type, as `$type` gives it. */
export function typeNameOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'object' && Reflect.get(value, 'scope')) {
    if (bsonTypeOf(value) === 'Code') return 'javascriptWithScope';
  }
  return ALIASES[bsonTypeOf(value) ?? ''] ?? 'object';
}

/** A document of some fields, without those that are missing. */
export function documentOf(entries: Iterable<readonly [string, unknown]>): Doc {
  const doc: Doc = {};
  for (const [name, value] of entries) if (value !== undefined) setField(doc, name, value);
  return doc;
}

/** Elements of an array at most: a larger one fits no document. */
export const MAX_ELEMENTS = 1_500_000;

/** Checks that a computed text or array could be part of a document. Without that `$reduce` could double one again and
 * again, until the process has no memory left.
 * @returns the value
 * @throws MongoError BSONObjectTooLarge (10334) */
export function fitting(value: unknown, name: string): unknown {
  // A text has at least as many bytes as UTF-16 units.
  const isTooLarge =
    typeof value === 'string' ? value.length > MAX_DOCUMENT_BYTES : Array.isArray(value) && value.length > MAX_ELEMENTS;
  if (isTooLarge) throw new MongoError(10334, `The result of ${name} is larger than a document can be`);
  return value;
}
