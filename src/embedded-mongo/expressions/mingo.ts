import { Context, type evalExpr } from 'mingo/core';
import * as mingo from 'mingo/operators/expression';
import { BSONRegExp, type Doc, Double, Int32, ObjectId, Timestamp } from '../bson/bson.js';
import { isDecimal, isLong } from '../bson/number.js';
import { MongoError } from '../errors.js';
import { refusedOver } from './operator.js';

type MingoOperator = (
  doc: Parameters<typeof evalExpr>[0],
  operand: unknown,
  options: Parameters<typeof evalExpr>[2],
) => unknown;

const OPTIONS = {
  idKey: '_id',
  failOnError: true,
  context: Context.init({ expression: { ...mingo } }),
} as unknown as Parameters<typeof evalExpr>[2];

/** Asks an operator of mingo, which knows nothing of BSON's numbers: it gets plain ones, and its result is given its type by the caller.
 * Only operators on texts and times are asked, whose result's type doesn't depend on that of the operands.
 * @param operands by name or by place, none of them an expression
 * @throws MongoError BadValue (2) with what mingo says */
export function askMingo(name: string, operands: Doc | readonly unknown[]): unknown {
  const operator = Reflect.get(mingo, name) as MingoOperator;
  const doc: Doc = {};
  const hidden = (value: unknown, key: string): string => {
    doc[key] = plainValue(name, value);
    return `$${key}`;
  };
  // Values go by way of fields: a text among them may look like an expression.
  const operand = Array.isArray(operands)
    ? (operands as readonly unknown[]).map((value, at) => hidden(value, `o${at}`))
    : Object.fromEntries(Object.entries(operands).map(([key, value]) => [key, hidden(value, key)]));
  try {
    return operator(doc, operand, OPTIONS);
  } catch (cause) {
    if (cause instanceof MongoError) throw cause;
    throw Object.assign(new MongoError(2, `Failed to evaluate an expression: ${String(cause)}`), { cause });
  }
}

/** @throws MongoError for a number that no plain one is equal to */
function plainValue(name: string, value: unknown): unknown {
  if (value instanceof Int32 || value instanceof Double) return value.value;
  if (isDecimal(value)) throw refusedOver(name, value);
  if (isLong(value)) {
    if (Number.isSafeInteger(value.toNumber())) return value.toNumber();
    throw refusedOver(name, value);
  }
  if (value instanceof BSONRegExp) return new RegExp(value.pattern, value.options.replaceAll(/[^ims]/g, ''));
  return timeOrValue(value);
}

/** The time that an ObjectId or a timestamp holds; any other value as it is. */
export function timeOrValue(value: unknown): unknown {
  if (value instanceof ObjectId) return value.getTimestamp();
  return value instanceof Timestamp ? new Date(value.getHighBitsUnsigned() * 1000) : value;
}
