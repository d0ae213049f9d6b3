import { unsupported } from '../errors.js';
import type { KeyWriter } from './key-writer.js';

/** Behind the eight bytes of the nearest double stands how far the number lies from it. */
const BELOW = 0x7f;
const EXACT = 0x80;
const ABOVE = 0x81;
/** The distance is written in 2^-64 of the gap between two neighbouring doubles, in nine bytes. */
const FRACTION_BITS = 64n;
const MASK_32 = 0xffffffffn;
const MIN_NORMAL = 2.2250738585072014e-308;

/** An exact value: `coefficient` x 10^`exponent`. */
export interface Decimal {
  coefficient: bigint;
  exponent: number;
}

/** Writes a double so that all numeric types compare by value. */
export function writeDouble(writer: KeyWriter, value: number): void {
  writer.double(value);
  writer.byte(EXACT);
}

/** Writes a 64-bit integer. @param low lower half as stored in BSON @param high upper half */
export function writeInt64(writer: KeyWriter, low: number, high: number): void {
  const approximate = high * 0x100000000 + (low >>> 0);
  if (Number.isSafeInteger(approximate)) return writeDouble(writer, approximate);
  const exact = (BigInt(high) << 32n) | (BigInt(low) & MASK_32);
  writeExact(writer, { coefficient: exact, exponent: 0 });
}

/** Writes a decimal's value.
 * @throws MongoError where a double comes nowhere near it: over 1.8e308, or so close to 0 that doubles lose digits */
export function writeDecimal(writer: KeyWriter, text: string): void {
  const special = Number(text);
  if (text === 'NaN' || text.endsWith('Infinity')) return writeDouble(writer, special);
  const decimal = parseDecimal(text);
  if (decimal.coefficient === 0n) return writeDouble(writer, 0);
  if (!Number.isFinite(special) || Math.abs(special) < MIN_NORMAL) throw unsupported(`The decimal ${text} as a key`);
  writeExact(writer, decimal);
}

/** Splits the text of a finite Decimal128. */
export function parseDecimal(text: string): Decimal {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { coefficient: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

function writeExact(writer: KeyWriter, value: Decimal): void {
  const nearest = Number(`${value.coefficient}e${value.exponent}`);
  const { significand, exponent2 } = binaryParts(nearest);
  // difference = (coefficient * 10^e - significand * 2^e2) / 2^e2, scaled by 2^64, in whole numbers throughout
  let left = value.coefficient;
  let right = significand;
  let scale = 1n;
  if (value.exponent >= 0) left *= 10n ** BigInt(value.exponent);
  else {
    scale = 10n ** BigInt(-value.exponent);
    right *= scale;
  }
  let unit = scale;
  if (exponent2 >= 0) {
    right <<= BigInt(exponent2);
    unit <<= BigInt(exponent2);
  } else left <<= BigInt(-exponent2);
  const difference = left - right;
  writer.double(nearest);
  if (difference === 0n) return writer.byte(EXACT);
  writer.byte(difference < 0n ? BELOW : ABOVE);
  writeFraction(writer, floorDivide(difference << FRACTION_BITS, unit));
}

function writeFraction(writer: KeyWriter, fraction: bigint): void {
  const biased = fraction + (1n << 71n);
  writer.byte(Number((biased >> 64n) & 0xffn));
  writer.uint32(Number((biased >> 32n) & MASK_32));
  writer.uint32(Number(biased & MASK_32));
}

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

/** A finite normal double as significand x 2^exponent2, with 53 bits of significand. */
function binaryParts(value: number): { significand: bigint; exponent2: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const magnitude = (bits & 0xfffffffffffffn) | 0x10000000000000n;
  const exponent2 = Number((bits >> 52n) & 0x7ffn) - 1075;
  return { significand: bits >> 63n === 1n ? -magnitude : magnitude, exponent2 };
}
