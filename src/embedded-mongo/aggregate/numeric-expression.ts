import { bsonTypeOf, isPlainObject, numberOf, T } from '../bson/bson.js';
import { type FieldPath, fieldPath, resolvePath } from '../bson/path.js';
import { numberAt } from '../bson/raw-number.js';

/** Evaluates arithmetic on a raw document without decoding it. NaN: ask the general way, whatever the reason: a missing field, a value
 * that is no number, one that doesn't fit a double, a division by zero. */
export type NumericExpression = (raw: Buffer) => number;

type Operator = (operands: readonly NumericExpression[]) => NumericExpression;

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
  if (path !== undefined) return (raw) => numberIn(raw, path);
  const constant = constantOf(expression);
  if (constant !== undefined) return () => constant;
  const [entry, ...others] = isPlainObject(expression) ? Object.entries(expression) : [];
  if (entry === undefined || others.length > 0) return undefined;
  const [name, operand] = entry;
  return compileOperator(name, operand);
}

function compileOperator(name: string, operand: unknown): NumericExpression | undefined {
  if (name === '$toLong') return compileToLong(operand);
  const unary = Object.hasOwn(UNARY, name) ? UNARY[name] : undefined;
  if (unary !== undefined) {
    const only = compileNumeric(operand);
    return only && ((raw) => unary(only(raw)));
  }
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (operator === undefined || !Array.isArray(operand) || operand.length < 2) return undefined;
  if (BINARY.has(name) && operand.length !== 2) return undefined;
  const operands = operand.map(compileNumeric);
  return operands.every((item) => item !== undefined) ? operator(operands) : undefined;
}

const UNARY: Readonly<Record<string, (value: number) => number>> = {
  $floor: Math.floor,
  $ceil: Math.ceil,
  $abs: Math.abs,
  $ln: Math.log,
};

const BINARY: ReadonlySet<string> = new Set(['$subtract', '$divide', '$mod']);

const OPERATORS: Readonly<Record<string, Operator>> = {
  $add: folded((sum, value) => sum + value),
  $multiply: folded((product, value) => product * value),
  $subtract: folded((value, other) => value - other),
  $divide: folded((value, divisor) => (divisor === 0 ? NaN : value / divisor)),
  $mod: folded((value, divisor) => value % divisor),
  $max: folded((value, other) => (Number.isNaN(other) || other > value ? other : value)),
  $min: folded((value, other) => (Number.isNaN(other) || other < value ? other : value)),
};

function folded(combine: (value: number, other: number) => number): Operator {
  return ([first, ...others]) => {
    const [second] = others;
    if (first === undefined || second === undefined) return () => NaN;
    if (others.length === 1) return (raw) => combine(first(raw), second(raw));
    return (raw) => others.reduce((value, other) => combine(value, other(raw)), first(raw));
  };
}

/** A time becomes milliseconds, a fraction is cut off. */
function compileToLong(operand: unknown): NumericExpression | undefined {
  const path = plainPath(operand);
  const number = path === undefined ? compileNumeric(operand) : undefined;
  if (number !== undefined) return (raw) => truncated(number(raw));
  if (path === undefined) return undefined;
  return (raw) => {
    const found = resolvePath(raw, path);
    if (found === undefined || found === 'array') return NaN;
    return truncated(numberAt(raw, found.type === T.date ? T.long : found.type, found.value));
  };
}

function truncated(value: number): number {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? Math.trunc(value) : NaN;
}

function numberIn(raw: Buffer, path: FieldPath): number {
  const found = resolvePath(raw, path);
  return found === undefined || found === 'array' ? NaN : numberAt(raw, found.type, found.value);
}

function constantOf(expression: unknown): number | undefined {
  if (typeof expression === 'number') return expression;
  const type = bsonTypeOf(expression);
  if (type !== 'Int32' && type !== 'Double' && type !== 'Long') return undefined;
  // Not by way of its text, which has no -0.
  if (type !== 'Long') return Number(expression);
  const value = numberOf(expression);
  return Number.isSafeInteger(value) ? value : undefined;
}
