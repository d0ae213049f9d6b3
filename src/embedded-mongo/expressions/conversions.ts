import { Decimal128, Double, Int32, Long, numberOf, ObjectId, Timestamp } from '../bson/bson.js';
import { type Computable, fitsInt64, integerOf, isDecimal, isLong, isNumeric } from '../bson/number.js';
import { MongoError, unsupported } from '../errors.js';
import { dateOfText } from './dates.js';
import { named, type NamedOperators } from './named.js';
import { type Operators, refusedOver, unary } from './operator.js';
import { isNullish, typeNameOf } from './values.js';

const CONVERSION_FAILURE = 241;

/** Characters of a text that an error repeats. */
const MAX_SHOWN = 100;
/** A whole number of 64 bits has no more digits, zeros before them left out; reading more takes quadratic time. */
const WHOLE = /^([+-]?)0*(\d{1,19})$/;

type Convert = (value: unknown) => unknown;

function failure(value: unknown, to: string): MongoError {
  const shown =
    typeof value === 'string'
      ? `Failed to parse '${value.slice(0, MAX_SHOWN)}' as ${to}`
      : 'Unsupported or lossy conversion';
  return new MongoError(
    CONVERSION_FAILURE,
    `${shown}: from ${typeNameOf(value)} to ${to} in $convert with no onError value`,
  );
}

function wholeNumber(value: unknown, to: string): bigint {
  if (value instanceof Int32 || isLong(value)) return integerOf(value);
  if (value instanceof Double && Number.isFinite(value.value)) return BigInt(Math.trunc(value.value));
  if (typeof value === 'boolean') return value ? 1n : 0n;
  const [, sign, digits] = (typeof value === 'string' && WHOLE.exec(value)) || [];
  if (digits !== undefined) return sign === '-' ? -BigInt(digits) : BigInt(digits);
  throw failure(value, to);
}

function toInt(value: unknown): unknown {
  const whole = wholeNumber(value, 'int');
  if (BigInt.asIntN(32, whole) !== whole) throw failure(value, 'int');
  return new Int32(Number(whole));
}

function toLong(value: unknown): unknown {
  if (value instanceof Date) return Long.fromNumber(value.getTime());
  const whole = wholeNumber(value, 'long');
  if (!fitsInt64(whole)) throw failure(value, 'long');
  return Long.fromBigInt(whole);
}

function toDouble(value: unknown): unknown {
  if (isNumeric(value)) return new Double(numberOf(value));
  if (typeof value === 'boolean') return new Double(value ? 1 : 0);
  if (value instanceof Date) return new Double(value.getTime());
  if (typeof value !== 'string') throw failure(value, 'double');
  const isFigure = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value);
  if (isFigure && Number.isFinite(Number(value))) return new Double(Number(value));
  const special = /^([+-]?)(nan|inf|infinity)$/i.exec(value);
  if (special === null) throw failure(value, 'double');
  return new Double((special[2]?.toLowerCase() === 'nan' ? NaN : Infinity) * (special[1] === '-' ? -1 : 1));
}

/** A double is left to MongoDB, which writes as many zeros behind it as it finds right. */
function toDecimal(value: unknown): unknown {
  if (isDecimal(value)) return value;
  if (value instanceof Double) throw refusedOver('$toDecimal', value);
  if (value instanceof Int32 || isLong(value)) return Decimal128.fromString(String(value));
  if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0');
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()));
  if (typeof value !== 'string' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value))
    throw failure(value, 'decimal');
  try {
    return Decimal128.fromString(value);
  } catch (cause) {
    // MongoDB rounds a text with more digits than a decimal has; the driver's class refuses it.
    throw Object.assign(unsupported('The conversion to a decimal that is not exact'), { cause });
  }
}

function toBool(value: unknown): unknown {
  if (typeof value === 'boolean') return value;
  if (isNumeric(value)) return numberOf(value) !== 0;
  if (typeof value === 'string' || value instanceof Date || value instanceof ObjectId) return true;
  throw failure(value, 'bool');
}

function toText(value: unknown): unknown {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean' || isNumeric(value) || value instanceof ObjectId) return textOf(value);
  throw failure(value, 'string');
}

/** The text of what has one. */
export function textOf(value: boolean | Computable | Decimal128 | InstanceType<typeof ObjectId>): string {
  if (value instanceof Double) return Object.is(value.value, -0) ? '-0' : String(value.value);
  return value instanceof ObjectId ? value.toHexString() : String(value);
}

function toDate(value: unknown): unknown {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.getHighBitsUnsigned() * 1000);
  if (typeof value === 'string') return dateOfText(value) ?? fail(value);
  if (!(isLong(value) || value instanceof Double)) throw failure(value, 'date');
  const time = new Date(Math.trunc(numberOf(value)));
  return Number.isNaN(time.getTime()) ? fail(value) : time;
}

function fail(value: unknown): never {
  throw failure(value, 'date');
}

const CONVERSIONS: Readonly<Record<string, Convert>> = {
  double: toDouble,
  string: toText,
  bool: toBool,
  date: toDate,
  int: toInt,
  long: toLong,
  decimal: toDecimal,
};
const NAMES: Readonly<Record<number, string>> = {
  1: 'double',
  2: 'string',
  8: 'bool',
  9: 'date',
  16: 'int',
  18: 'long',
  19: 'decimal',
};

function conversion(name: string, to: string) {
  return unary((value) => {
    if (isNullish(value)) return null;
    if (isDecimal(value) && to !== 'decimal' && to !== 'string' && to !== 'bool') throw refusedOver(name, value);
    return CONVERSIONS[to]?.(value);
  });
}

/** Conversions to a type, and questions after it. */
export const CONVERTERS: Operators = {
  $toInt: conversion('$toInt', 'int'),
  $toLong: conversion('$toLong', 'long'),
  $toDouble: conversion('$toDouble', 'double'),
  $toDecimal: conversion('$toDecimal', 'decimal'),
  $toBool: conversion('$toBool', 'bool'),
  $toString: conversion('$toString', 'string'),
  $toDate: conversion('$toDate', 'date'),
  $type: unary(typeNameOf),
  $isNumber: unary(isNumeric),
};

/** `$convert` */
export const NAMED_CONVERTERS: NamedOperators = {
  $convert: named(['input', 'to'], ['onError', 'onNull'], (operands, name) => {
    const { input, to, onError, onNull } = operands;
    if (isNullish(input)) return 'onNull' in operands ? onNull : null;
    if (isNullish(to)) return null;
    const target = isNumeric(to) ? NAMES[numberOf(to)] : to;
    if (typeof target !== 'string' || !Object.hasOwn(CONVERSIONS, target)) {
      throw unsupported(`The conversion to ${isNumeric(to) ? String(to) : JSON.stringify(to)}`);
    }
    try {
      return conversion(name, target).apply([input], name);
    } catch (error) {
      const isLost = error instanceof MongoError && error.code === CONVERSION_FAILURE;
      if (isLost && 'onError' in operands) return onError;
      throw error;
    }
  }),
};
