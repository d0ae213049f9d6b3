import { bsonTypeOf } from '../bson/bson.js';
import { isDecimal } from '../bson/number.js';
import { MongoError, unsupported } from '../errors.js';
import { isNullish, typeNameOf } from './values.js';

/** An operator that computes its value from those of its operands. */
export interface Operator {
  readonly least: number;
  readonly most: number;
  /** @param operands with their BSON classes; `undefined` where one is missing
   * @param name the operator's name, for messages */
  readonly apply: (operands: readonly unknown[], name: string) => unknown;
}

/** Operators by name. */
export type Operators = Readonly<Record<string, Operator>>;

/** An operator of one operand. */
export function unary(apply: (operand: unknown, name: string) => unknown): Operator {
  return { least: 1, most: 1, apply: ([operand], name) => apply(operand, name) };
}

/** An operator of two operands. */
export function binary(apply: (one: unknown, other: unknown, name: string) => unknown): Operator {
  return { least: 2, most: 2, apply: ([one, other], name) => apply(one, other, name) };
}

/** An operator of any number of operands. */
export function variadic(apply: Operator['apply'], least = 0, most = Infinity): Operator {
  return { least, most, apply };
}

/** The same operator, but null where an operand is null or missing. */
export function nullable(operator: Operator): Operator {
  return {
    ...operator,
    apply: (operands, name) => (operands.some(isNullish) ? null : operator.apply(operands, name)),
  };
}

/** The operands of an operator: a single one needs no brackets, but may have them.
 * @throws MongoError where they are too few or too many */
export function operandsOf(
  name: string,
  operand: unknown,
  { least, most }: Pick<Operator, 'least' | 'most'>,
): unknown[] {
  const operands: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (operands.length >= least && operands.length <= most) return operands;
  const passed = `${operands.length} were passed in.`;
  if (least === most) throw new MongoError(16020, `Expression ${name} takes exactly ${least} arguments. ${passed}`);
  const range = most === Infinity ? `at least ${least} arguments` : `at least ${least} and at most ${most} arguments`;
  throw new MongoError(28667, `Expression ${name} takes ${range}, but ${passed}`);
}

/** The error for a decimal, with which this server doesn't calculate. */
export function refusedOver(name: string, value: unknown): MongoError {
  return unsupported(`The expression operator ${name} over a ${bsonTypeOf(value) ?? typeof value}`);
}

/** @throws MongoError for a decimal: left to MongoDB; for anything else: of no numeric type */
export function notComputable(name: string, value: unknown, code: number): MongoError {
  if (isDecimal(value)) return refusedOver(name, value);
  return new MongoError(code, `${name} only supports numeric types, not ${typeNameOf(value)}`);
}
