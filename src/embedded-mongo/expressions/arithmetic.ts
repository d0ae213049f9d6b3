import { Double, Int32, Long, numberOf } from '../bson/bson.js';
import { type Computable, fitsInt64, integerOf, intOrLong, isDecimal, isLong } from '../bson/number.js';
import { MongoError } from '../errors.js';
import { binary, notComputable, type Operators, refusedOver, unary, variadic } from './operator.js';
import { isNullish, typeNameOf } from './values.js';

const TYPE_MISMATCH = 14;
const MIN_INT64 = -(2n ** 63n);

/** Whether a value is a number that is calculated with here: all but decimals. */
export function isComputable(value: unknown): value is Computable {
  return value instanceof Int32 || value instanceof Double || isLong(value);
}

/** How a sum or a product goes on. */
interface Fold {
  /** The number that changes no other one: -0 for a sum, as -0 + -0 is -0. */
  readonly identity: number;
  exact(a: bigint, b: bigint): bigint;
  double(a: number, b: number): number;
}

const SUM: Fold = { identity: -0, exact: (a, b) => a + b, double: (a, b) => a + b };
const PRODUCT: Fold = { identity: 1, exact: (a, b) => a * b, double: (a, b) => a * b };

/** The sum or product of the operands so far: exact while all are whole numbers and 64 bits are enough, else a double. */
class Running {
  /** Null once it is a double. */
  private whole: bigint | null;
  private double: number;
  private hasLong = false;

  constructor(private readonly fold: Fold) {
    this.whole = BigInt(fold.identity);
    this.double = fold.identity;
  }

  take(value: Computable): void {
    this.hasLong ||= isLong(value);
    const exact = this.whole === null || value instanceof Double ? null : this.fold.exact(this.whole, integerOf(value));
    this.whole = exact !== null && fitsInt64(exact) ? exact : null;
    this.double = this.whole === null ? this.fold.double(this.double, numberOf(value)) : Number(this.whole);
  }

  result(): Computable {
    if (this.whole === null) return new Double(this.double);
    return this.hasLong ? Long.fromBigInt(this.whole) : intOrLong(this.whole);
  }
}

/** `$add`: with a time among the operands the result is a time; fractions of milliseconds are rounded. */
function add(operands: readonly unknown[], name: string): unknown {
  const sum = new Running(SUM);
  let hasDate = false;
  for (const operand of operands) {
    // In their order: what is null before a wrong one makes null, a wrong one before it an error.
    if (isNullish(operand)) return null;
    if (operand instanceof Date) {
      if (hasDate) throw new MongoError(16612, 'only one date allowed in an $add expression');
      hasDate = true;
      sum.take(Long.fromNumber(operand.getTime()));
    } else if (isComputable(operand)) sum.take(operand);
    else if (isDecimal(operand)) throw refusedOver(name, operand);
    else throw new MongoError(16554, `$add only supports numeric or date types, not ${typeNameOf(operand)}`);
  }
  return hasDate ? timeOf(numberOf(sum.result())) : sum.result();
}

/** A time from milliseconds. @throws MongoError where it is over what a time can be */
export function timeOf(milliseconds: number): Date {
  // Halves go away from zero, as in C.
  const time = new Date(Math.sign(milliseconds) * Math.round(Math.abs(milliseconds)));
  if (Number.isNaN(time.getTime())) throw new MongoError(15, 'date overflow');
  return time;
}

function multiply(operands: readonly unknown[], name: string): unknown {
  const product = new Running(PRODUCT);
  for (const operand of operands) {
    if (isNullish(operand)) return null;
    if (!isComputable(operand)) throw notComputable(name, operand, TYPE_MISMATCH);
    product.take(operand);
  }
  return product.result();
}

function subtract(one: unknown, other: unknown, name: string): unknown {
  if (isNullish(one) || isNullish(other)) return null;
  if (one instanceof Date && other instanceof Date) return Long.fromNumber(one.getTime() - other.getTime());
  for (const operand of [one, other]) if (isDecimal(operand)) throw refusedOver(name, operand);
  if (one instanceof Date && isComputable(other)) return timeOf(one.getTime() - Number(timeOf(numberOf(other))));
  if (!isComputable(one) || !isComputable(other)) {
    throw new MongoError(TYPE_MISMATCH, `can't $subtract ${typeNameOf(other)} from ${typeNameOf(one)}`);
  }
  if (one instanceof Double || other instanceof Double) return new Double(numberOf(one) - numberOf(other));
  const exact = integerOf(one) - integerOf(other);
  if (!fitsInt64(exact)) return new Double(numberOf(one) - numberOf(other));
  return isLong(one) || isLong(other) ? Long.fromBigInt(exact) : intOrLong(exact);
}

function divide(one: unknown, other: unknown, name: string): unknown {
  const operands = bothComputable(one, other, { name, code: TYPE_MISMATCH });
  if (operands === null) return null;
  const divisor = numberOf(operands[1]);
  if (divisor === 0) throw new MongoError(2, "can't $divide by zero");
  return new Double(numberOf(operands[0]) / divisor);
}

/** A double that is a whole number of 32 bits divides as one, as in MongoDB before 7.2. */
function modulo(one: unknown, other: unknown, name: string): unknown {
  const operands = bothComputable(one, other, { name, code: 16611 });
  if (operands === null) return null;
  const [dividend, divisor] = operands;
  const number = numberOf(divisor);
  if (number === 0) throw new MongoError(16610, "can't $mod by zero");
  const exact = divisor instanceof Double ? wholeDivisor(number) : integerOf(divisor);
  if (dividend instanceof Double || exact === undefined) return new Double(numberOf(dividend) % number);
  const rest = integerOf(dividend) % exact;
  return isLong(dividend) || isLong(divisor) ? Long.fromBigInt(rest) : intOrLong(rest);
}

function wholeDivisor(value: number): bigint | undefined {
  return (value | 0) === value ? BigInt(value) : undefined;
}

/** @returns null where one is null or missing @throws MongoError where one is no number, or a decimal */
function bothComputable(
  one: unknown,
  other: unknown,
  { name, code }: { name: string; code: number },
): readonly [Computable, Computable] | null {
  if (isNullish(one) || isNullish(other)) return null;
  if (!isComputable(one)) throw notComputable(name, one, code);
  if (!isComputable(other)) throw notComputable(name, other, code);
  return [one, other];
}

function absolute(value: unknown, name: string): unknown {
  if (isNullish(value)) return null;
  if (!isComputable(value)) throw notComputable(name, value, 28765);
  if (value instanceof Double) return new Double(Math.abs(value.value));
  const exact = integerOf(value);
  if (exact === MIN_INT64) throw new MongoError(28680, "can't take $abs of long long min");
  const positive = exact < 0n ? -exact : exact;
  return isLong(value) ? Long.fromBigInt(positive) : intOrLong(positive);
}

/** `$floor` and `$ceil`: whole numbers stay as they are, doubles stay doubles. */
function rounded(round: (value: number) => number): (value: unknown, name: string) => unknown {
  return (value, name) => {
    if (isNullish(value)) return null;
    if (!isComputable(value)) throw notComputable(name, value, 28765);
    return value instanceof Double ? new Double(round(value.value)) : value;
  };
}

/** Arithmetic by MongoDB's rules for types: the widest one wins, 32 bits widen to 64, and 64 to a double. */
export const ARITHMETIC: Operators = {
  $add: variadic(add),
  $multiply: variadic(multiply),
  $subtract: binary(subtract),
  $divide: binary(divide),
  $mod: binary(modulo),
  $abs: unary(absolute),
  $floor: unary(rounded(Math.floor)),
  $ceil: unary(rounded(Math.ceil)),
};
