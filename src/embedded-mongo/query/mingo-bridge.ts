import { Context, evalExpr } from 'mingo/core';
import * as accumulators from 'mingo/operators/accumulator';
import * as expressions from 'mingo/operators/expression';
import { bsonTypeOf, deserialize, type Doc, setField, numberOf, numberText } from '../bson/bson.js';
import { MongoError, unsupported } from '../errors.js';
import { OPERAND_CHECKS } from './checked-operands.js';

/** Operators that mingo gets wrong, or that run code or need what is not here. */
const REFUSED: ReadonlySet<string> = new Set([
  '$percentile',
  '$median',
  '$function',
  '$rand',
  '$sampleRate',
  '$meta',
  '$toHashedIndexKey',
]);
const ACCUMULATORS: ReadonlySet<string> = new Set(['$sum', '$avg', '$min', '$max', '$first', '$last']);

type Operator = (
  doc: Parameters<typeof evalExpr>[0],
  operand: unknown,
  options: Parameters<typeof evalExpr>[2],
) => unknown;

/** Operators that look at their operands before mingo does. */
const CHECKED: Readonly<Record<string, Operator>> = Object.fromEntries(
  Object.entries(OPERAND_CHECKS).map(([name, check]) => {
    const operator = Reflect.get(expressions, name) as Operator;
    const checked: Operator = (doc, operand, options) => {
      const operands = (Array.isArray(operand) ? operand : [operand]) as Parameters<typeof evalExpr>[1][];
      const answer = check(operands.map((each) => evalExpr(doc, each, options)));
      return answer === undefined ? operator(doc, operand, options) : answer[0];
    };
    return [name, checked];
  }),
);

/** Evaluates an expression on a decoded document. */
export type Evaluate = (doc: Doc) => unknown;

/** Prepares an expression for mingo, after checking that all its operators are among those that mingo gets right.
 * @param expression as decoded with BSON classes
 * @returns a function of a document decoded with {@link decodePlain}
 * @throws MongoError for an operator that is left to MongoDB */
export function compileWithMingo(expression: unknown): Evaluate {
  checkOperators(expression);
  const plain = toPlain(expression);
  const options = {
    idKey: '_id',
    failOnError: true,
    context: Context.init({ expression: { ...expressions, ...CHECKED }, accumulator: { ...accumulators } }),
  };
  return (doc) => {
    try {
      return evalExpr(doc, plain, options as Parameters<typeof evalExpr>[2]);
    } catch (cause) {
      if (cause instanceof MongoError) throw cause;
      throw Object.assign(new MongoError(2, `Failed to evaluate an expression: ${String(cause)}`), { cause });
    }
  };
}

function checkOperators(expression: unknown): void {
  if (Array.isArray(expression)) return expression.forEach(checkOperators);
  if (typeof expression === 'string' && /^\$\$(?!ROOT|CURRENT|NOW|[a-z])/.test(expression)) {
    throw unsupported(`The variable ${expression}`);
  }
  if (typeof expression !== 'object' || expression === null || bsonTypeOf(expression) !== undefined) return;
  if (expression instanceof Date) return;
  for (const [name, operand] of Object.entries(expression)) {
    if (name.startsWith('$') && !isKnown(name)) throw unsupported(`The expression operator ${name}`);
    if (name !== '$literal') checkOperators(operand);
  }
}

function isKnown(name: string): boolean {
  if (REFUSED.has(name)) return false;
  return Object.hasOwn(expressions, name) || ACCUMULATORS.has(name);
}

/** Decodes a document to plain JavaScript values for mingo.
 * @throws MongoError where it holds numbers that plain JavaScript can't hold exactly */
export function decodePlain(raw: Uint8Array): Doc {
  const doc = deserialize(raw, { promoteBuffers: false });
  for (const value of Object.values(doc)) checkExact(value);
  return doc;
}

function checkExact(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) return value.forEach(checkExact);
  const type = bsonTypeOf(value);
  if (type === 'Decimal128' || type === 'Long') throw unsupported(`An expression over a ${type}`);
  if (type === undefined && !(value instanceof Date)) Object.values(value).forEach(checkExact);
}

/** Turns BSON's number classes into numbers. @throws MongoError where that is not exact */
export function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const type = bsonTypeOf(value);
  if (type === 'Int32' || type === 'Double') return Number(value.valueOf());
  if (type === 'Decimal128' || type === 'Long') return exactNumber(value, type);
  if (type !== undefined) return value;
  const plain: Doc = {};
  for (const [name, field] of Object.entries(value)) setField(plain, name, toPlain(field));
  return plain;
}

function exactNumber(value: object, type: string): number {
  const number = numberOf(value);
  if (type === 'Long' && Number.isSafeInteger(number)) return number;
  throw unsupported(`An expression over the ${type} ${numberText(value)}`);
}

/** A filter's `$expr` as a predicate on raw documents. */
export function expressionPredicate(expression: unknown): (buf: Buffer, at: number) => boolean {
  const evaluate = compileWithMingo(expression);
  return (buf, at) => {
    const result = evaluate(decodePlain(buf.subarray(at, at + buf.readInt32LE(at))));
    return result !== undefined && result !== null && result !== false && result !== 0;
  };
}
