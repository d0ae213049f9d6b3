import mongoose from 'mongoose';

const { Double, Int32, Long, ObjectId, Timestamp } = mongoose.mongo;

/** An expression over a document, and the value that it gives, with its BSON type. */
export interface Row {
  readonly name: string;
  readonly expression: unknown;
  readonly input?: Record<string, unknown>;
  readonly gives: unknown;
}

/** A number of 32 bits. */
export const i = (value: number): unknown => new Int32(value);
/** A double. */
export const d = (value: number): unknown => new Double(value);
/** A number of 64 bits. */
export const l = (value: number | string): unknown => Long.fromString(String(value));
/** The largest number of 32 bits. */
export const MAX = i(2147483647);
const MIN = i(-2147483648);
/** The largest number of 64 bits. */
export const LAST = l('9223372036854775807');
/** The input's time. */
export const AT = new Date('2024-12-30T13:45:10.500Z');
const LATER = new Date('2024-12-31T14:45:11.400Z');

/** Operands by short names: i, j int32; d, e double; l, m long; and what is no number. */
const INPUT = {
  i: i(7),
  j: i(2),
  d: d(7.5),
  e: d(2),
  l: l(7),
  m: l(2),
  max: MAX,
  min: MIN,
  last: LAST,
  at: AT,
  later: LATER,
  none: null,
  list: [i(3), d(1), l(2)],
  docs: [{ k: d(1) }, { k: i(2) }, 3, { x: 1 }],
  text: 'aé😀b',
  stamp: new Timestamp({ t: 5, i: 1 }),
  id: new ObjectId('0123456789abcdef01234567'),
};

/** A row a pair: the expression and what it gives. */
export function rows(pairs: readonly (readonly [unknown, unknown])[]): Row[] {
  return pairs.map(([expression, gives]) => ({
    name: `${JSON.stringify(expression)} is ${mongoose.mongo.BSON.EJSON.stringify(gives, { relaxed: false })}`,
    expression,
    input: INPUT,
    gives,
  }));
}
