import { bsonTypeOf, type Decimal128, Double, Int32, Long, numberOf } from './bson.js';

/** A number that can be calculated with, in the class that says its BSON type. */
export type Computable = InstanceType<typeof Int32> | Long | InstanceType<typeof Double>;

const MIN_INT32 = -0x80000000;
const MAX_INT32 = 0x7fffffff;

/** Whether a whole number fits 32 bits. */
export function fitsInt32(value: number): boolean {
  return value >= MIN_INT32 && value <= MAX_INT32;
}

/** Whether a value is a whole number of 64 bits. Not by its class alone: that of timestamps is one of its kind. */
export function isLong(value: unknown): value is Long {
  return bsonTypeOf(value) === 'Long';
}

/** Whether a value is a number of any BSON type. */
export function isNumeric(value: unknown): value is Computable | Decimal128 {
  return value instanceof Int32 || value instanceof Double || isLong(value) || isDecimal(value);
}

/** Whether a value is a 128-bit decimal. */
export function isDecimal(value: unknown): value is Decimal128 {
  return bsonTypeOf(value) === 'Decimal128';
}

/** A plain number in the class as which the driver sends it: 32 bits where they are enough, else a double. */
export function typedNumber(value: number): Computable {
  return Number.isInteger(value) && fitsInt32(value) && !Object.is(value, -0) ? new Int32(value) : new Double(value);
}

/** The exact value of a whole number. */
export function integerOf(value: InstanceType<typeof Int32> | Long): bigint {
  return value instanceof Int32 ? BigInt(value.value) : value.toBigInt();
}

/** Whether 64 bits hold a whole number. */
export function fitsInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

/** What a calculation with 32-bit numbers gives: 32 bits where they are enough, else 64. @param value fits 64 bits */
export function intOrLong(value: bigint): Computable {
  return BigInt.asIntN(32, value) === value ? new Int32(Number(value)) : Long.fromBigInt(value);
}

/** A whole number that a value of any numeric type stands for; undefined for fractions, NaN and what is no number. */
export function wholeOf(value: unknown): number | undefined {
  const number = numberOf(value);
  return Number.isInteger(number) ? number : undefined;
}
