import { Double, Int32, Long, numberOf } from '../bson/bson.js';
import { fitsInt64, integerOf, intOrLong, wholeOf } from '../bson/number.js';
import { MongoError } from '../errors.js';
import { isComputable } from './arithmetic.js';
import { notComputable, type Operators, variadic } from './operator.js';
import { isNullish } from './values.js';

const LEAST_PLACE = -20;
const MOST_PLACE = 100;

/** Divides whole numbers and cuts off or rounds the quotient. @param divisor positive */
type Quotient = (dividend: bigint, divisor: bigint) => bigint;

const truncated: Quotient = (dividend, divisor) => dividend / divisor;

/** Halves go to the even neighbour. */
const toEven: Quotient = (dividend, divisor) => {
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  const twice = 2n * (rest < 0n ? -rest : rest);
  const isAway = twice > divisor || (twice === divisor && quotient % 2n !== 0n);
  return isAway ? quotient + (dividend < 0n ? -1n : 1n) : quotient;
};

/** `$round` and `$trunc`: the result has the operand's type, but for 32 bits that are no longer enough.
 * @throws MongoError for what is no number, and for a place that is no whole number from -20 to 100 */
function placed(quotient: Quotient) {
  return ([value, ...places]: readonly unknown[], name: string): unknown => {
    if (isNullish(value)) return null;
    if (!isComputable(value)) throw notComputable(name, value, 51081);
    if (places.length > 0 && isNullish(places[0])) return null;
    const place = places.length === 0 ? 0 : placeOf(places[0], name);
    if (value instanceof Double) return new Double(atPlace(value.value, place, quotient));
    if (place >= 0) return value;
    const unit = 10n ** BigInt(-place);
    const exact = quotient(integerOf(value), unit) * unit;
    if (!fitsInt64(exact)) throw new MongoError(51080, `${name} of ${String(value)} does not fit 64 bits`);
    return value instanceof Int32 ? intOrLong(exact) : Long.fromBigInt(exact);
  };
}

function placeOf(value: unknown, name: string): number {
  const place = isComputable(value) ? wholeOf(value) : undefined;
  if (place === undefined) throw new MongoError(51082, `precision argument to  ${name} must be a integral value`);
  if (place < LEAST_PLACE || place > MOST_PLACE) {
    const given = String(numberOf(value));
    throw new MongoError(51083, `cannot apply ${name} with precision value ${given} value must be in [-20, 100]`);
  }
  return place;
}

/** Rounds the exact value of a double, of which 2.675 is a little less than it says. */
function atPlace(value: number, place: number, quotient: Quotient): number {
  if (!Number.isFinite(value) || value === 0) return value;
  const { significand, exponent } = binary(Math.abs(value));
  const dividend = significand * up(2n, exponent) * up(10n, place);
  const whole = quotient(dividend, up(2n, -exponent) * up(10n, -place));
  return Math.sign(value) * Number(`${whole}e${-place}`);
}

/** A power, or 1 where it would be a fraction. */
function up(base: bigint, power: number): bigint {
  return power > 0 ? base ** BigInt(power) : 1n;
}

/** A positive double as significand x 2^exponent. */
function binary(value: number): { significand: bigint; exponent: number } {
  let [scaled, exponent] = [value, 0];
  // Exact, as powers of two only move the point.
  while (!Number.isInteger(scaled)) [scaled, exponent] = [scaled * 2, exponent - 1];
  return { significand: BigInt(scaled), exponent };
}

/** Rounding to a place: positive ones behind the point, negative ones before it. */
export const ROUNDING: Operators = {
  $round: variadic(placed(toEven), 1, 2),
  $trunc: variadic(placed(truncated), 1, 2),
};
