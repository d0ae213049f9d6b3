import { bsonTypeOf, Double, Int32, isPlainObject, Long, numberOf, T } from '../bson/bson.js';
import { fitsInt32, typedNumber } from '../bson/number.js';
import { type FieldPath, fieldPath, resolvePath } from '../bson/path.js';
import { numberAt } from '../bson/raw-number.js';

/** BSON type bytes of the numbers computed here. */
type NumberType = typeof T.int32 | typeof T.long | typeof T.double;

/** Arithmetic on a raw document, without decoding it or making objects of its numbers. */
export interface NumericExpression {
  /** The BSON type of the last value. */
  type: NumberType;
  /** Computes the value. NaN: ask the general way, whatever the reason: a missing field, a value that is no number, one that
   * doesn't fit a double, a division by zero. */
  of(raw: Buffer): number;
}

/** The path of an expression like `"$a.b"`. */
export function plainPath(expression: unknown): FieldPath | undefined {
  if (typeof expression !== 'string' || !/^\$[^$]/.test(expression)) return undefined;
  return fieldPath(expression.slice(1));
}

/** Compiles arithmetic over numbers.
 * @param expression decoded with BSON classes
 * @returns undefined where anything else is in it */
export function compileNumeric(expression: unknown): NumericExpression | undefined {
  const path = plainPath(expression);
  if (path !== undefined) return new Field(path, T.long);
  const constant = constantOf(expression);
  if (constant !== undefined) return constant;
  const [entry, ...others] = isPlainObject(expression) ? Object.entries(expression) : [];
  if (entry === undefined || others.length > 0) return undefined;
  return compileOperator(...entry);
}

/** A computed number in the class of its type. */
export function boxed(value: number, type: NumberType): unknown {
  if (type === T.int32) return new Int32(value);
  return type === T.long ? Long.fromNumber(value) : new Double(value);
}

function compileOperator(name: string, operand: unknown): NumericExpression | undefined {
  const unary = Object.hasOwn(UNARY, name) ? UNARY[name] : undefined;
  if (unary !== undefined) {
    const path = name === '$toLong' ? plainPath(operand) : undefined;
    const only = path === undefined ? compileNumeric(operand) : new Field(path, T.date);
    return only && unary(only);
  }
  const fold = Object.hasOwn(FOLDS, name) ? FOLDS[name] : undefined;
  if (fold === undefined || !Array.isArray(operand) || operand.length < 2) return undefined;
  if (BINARY.has(name) && operand.length !== 2) return undefined;
  const operands = operand.map(compileNumeric);
  return operands.every((item) => item !== undefined) ? new Folded(operands, fold) : undefined;
}

class Field implements NumericExpression {
  type: NumberType = T.double;

  /** @param also a type that is read as a 64-bit number, too */
  constructor(
    private readonly path: FieldPath,
    private readonly also: number,
  ) {}

  of(raw: Buffer): number {
    const found = resolvePath(raw, this.path);
    if (found === undefined || found === 'array') return NaN;
    const { type, value } = found;
    if (type === T.int32 || type === T.double) this.type = type;
    else if (type === T.long || type === this.also) this.type = T.long;
    else return NaN;
    return numberAt(raw, type === this.also ? T.long : type, value);
  }
}

function constantOf(expression: unknown): NumericExpression | undefined {
  const typed = typeof expression === 'number' ? typedNumber(expression) : expression;
  const type = TYPES[bsonTypeOf(typed) ?? ''];
  if (type === undefined) return undefined;
  const value = numberOf(typed);
  if (type !== T.double && !Number.isSafeInteger(value)) return undefined;
  return { type, of: () => value };
}

const TYPES: Readonly<Record<string, NumberType>> = { Int32: T.int32, Long: T.long, Double: T.double };

/** Computes the next value. @returns NaN where it takes the general way */
type Fold = (value: number, other: number, into: NumericExpression, type: NumberType) => number;

class Folded implements NumericExpression {
  type: NumberType = T.double;
  private readonly first: NumericExpression;
  private readonly others: readonly NumericExpression[];

  constructor(
    operands: readonly NumericExpression[],
    private readonly fold: Fold,
  ) {
    [this.first, ...this.others] = operands as [NumericExpression, ...NumericExpression[]];
  }

  of(raw: Buffer): number {
    let value = this.first.of(raw);
    this.type = this.first.type;
    for (const operand of this.others) {
      const other = operand.of(raw);
      value = this.fold(value, other, this, operand.type);
    }
    // What doesn't fit 32 bits becomes a number of 64, once all is added up.
    if (this.type === T.int32 && !fitsInt32(value)) this.type = T.long;
    return value;
  }
}

/** Gives the result the wider type; whole numbers that no double holds exactly are not computed here. */
function widening(compute: (value: number, other: number) => number): Fold {
  return (value, other, into, type) => {
    const result = compute(value, other);
    if (into.type === T.double || type === T.double) {
      into.type = T.double;
      return result;
    }
    if (type === T.long) into.type = T.long;
    // Whole numbers have no -0.
    return Number.isSafeInteger(result) ? result + 0 : NaN;
  };
}

/** The first of two that are equal stays. */
function choosing(isBetter: (value: number, other: number) => boolean): Fold {
  return (value, other, into, type) => {
    if (Number.isNaN(value) || Number.isNaN(other)) return NaN;
    if (!isBetter(value, other)) return value;
    into.type = type;
    return other;
  };
}

const BINARY: ReadonlySet<string> = new Set(['$subtract', '$divide', '$mod']);

const FOLDS: Readonly<Record<string, Fold>> = {
  $add: widening((sum, value) => sum + value),
  $multiply: widening((product, value) => product * value),
  $subtract: widening((value, other) => value - other),
  $divide: (value, divisor, into) => {
    into.type = T.double;
    return divisor === 0 ? NaN : value / divisor;
  },
  // A double that divides a whole number may count as a whole one.
  $mod: (value, divisor, into, type) => {
    if (divisor === 0 || (type === T.double && into.type !== T.double)) return NaN;
    if (type === T.long && into.type === T.int32) into.type = T.long;
    return into.type === T.double ? value % divisor : (value % divisor) + 0;
  },
  $max: choosing((value, other) => other > value),
  $min: choosing((value, other) => other < value),
};

/** Computes from one operand, and says what type comes out of which. */
function computing(compute: (value: number) => number, typeOf: (type: NumberType, value: number) => NumberType) {
  return (operand: NumericExpression): NumericExpression => ({
    type: T.double,
    of(raw) {
      const value = compute(operand.of(raw));
      this.type = typeOf(operand.type, value);
      return value;
    },
  });
}

const same = (type: NumberType): NumberType => type;

const UNARY: Readonly<Record<string, (operand: NumericExpression) => NumericExpression>> = {
  $floor: computing(Math.floor, same),
  $ceil: computing(Math.ceil, same),
  $abs: computing(Math.abs, (type, value) => (type === T.int32 && !fitsInt32(value) ? T.long : type)),
  // A logarithm of 0, or of less, is an error.
  $ln: computing(
    (value) => (value > 0 ? Math.log(value) : NaN),
    () => T.double,
  ),
  // A time becomes milliseconds, a fraction is cut off.
  $toLong: computing(
    (value) => (Math.abs(value) <= Number.MAX_SAFE_INTEGER ? Math.trunc(value) + 0 : NaN),
    () => T.long,
  ),
};
