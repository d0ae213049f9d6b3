import { KeyWriter } from '../keys/key-writer.js';
import { TAG, writeValue } from '../keys/value-key.js';

/** A value of a filter, encoded for comparing. */
export interface Literal {
  readonly value: unknown;
  /** The encoded value; equal values have equal keys, whatever their numeric type. */
  readonly key: Buffer;
}

/** Encodes a filter's value. */
export function literal(value: unknown): Literal {
  const writer = new KeyWriter();
  writeValue(writer, value);
  return { value, key: writer.copy() };
}

/** Whether the value is null. */
export function isNull({ key }: Literal): boolean {
  return key[0] === TAG.null;
}

/** Whether the value is an array. */
export function isArray({ key }: Literal): boolean {
  return key[0] === TAG.array;
}

/** An interval of encoded values. */
export interface Interval {
  readonly low: Buffer;
  readonly isLowIncluded: boolean;
  readonly high: Buffer;
  readonly isHighIncluded: boolean;
}

/** A comparison operator of a filter. */
export type Comparison = '$gt' | '$gte' | '$lt' | '$lte';

/** The values a comparison accepts: only those of the literal's own type, and NaN only where it is named.
 * @returns undefined where nothing can match */
export function intervalOf(operator: Comparison, { key }: Literal): Interval | undefined {
  const tag = key[0] as number;
  const isNaNLiteral = tag === TAG.number && key.equals(literal(NaN).key);
  const isInclusive = operator === '$gte' || operator === '$lte';
  if (isNaNLiteral || tag === TAG.null) {
    return isInclusive ? { low: key, isLowIncluded: true, high: key, isHighIncluded: true } : undefined;
  }
  if (operator === '$gt' || operator === '$gte') {
    return { low: key, isLowIncluded: isInclusive, high: Buffer.from([tag + 1]), isHighIncluded: false };
  }
  const low = tag === TAG.number ? literal(-Infinity).key : Buffer.from([tag]);
  return { low, isLowIncluded: true, high: key, isHighIncluded: isInclusive };
}

/** Whether an encoded value lies in the interval. */
export function isWithin(key: Buffer, { low, isLowIncluded, high, isHighIncluded }: Interval): boolean {
  const toLow = key.compare(low);
  if (toLow < 0 || (toLow === 0 && !isLowIncluded)) return false;
  const toHigh = key.compare(high);
  return toHigh < 0 || (toHigh === 0 && isHighIncluded);
}
