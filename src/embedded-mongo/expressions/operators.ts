import { isPlainObject } from '../bson/bson.js';
import { unsupported } from '../errors.js';
import { NumberSum } from '../aggregate/number-sum.js';
import { ARITHMETIC } from './arithmetic.js';
import { ARRAYS, NAMED_ARRAYS } from './arrays.js';
import { CONVERTERS, NAMED_CONVERTERS } from './conversions.js';
import { DATE_PARTS, DATES } from './dates.js';
import { FUNCTIONS } from './functions.js';
import { namedOperands, type NamedOperators } from './named.js';
import { NAMED_OBJECTS, OBJECTS } from './objects.js';
import { type Operators, operandsOf, variadic } from './operator.js';
import { ROUNDING } from './rounding.js';
import type { Compile, Expression } from './scope.js';
import { SETS } from './sets.js';
import { NAMED_TEXTS, TEXTS } from './text.js';
import { fitting, soleArray } from './values.js';
import { SCOPED } from './variables.js';

function summed(operands: readonly unknown[]): NumberSum {
  const sum = new NumberSum();
  for (const value of soleArray(operands)) sum.add(value);
  return sum;
}

/** `$sum` and `$avg` as expressions: what is no number doesn't count. */
const SUMS: Operators = {
  $sum: variadic((operands) => summed(operands).total()),
  $avg: variadic((operands) => summed(operands).average()),
};

const OPERATORS: Operators = {
  ...ARITHMETIC,
  ...ROUNDING,
  ...FUNCTIONS,
  ...CONVERTERS,
  ...TEXTS,
  ...ARRAYS,
  ...SETS,
  ...OBJECTS,
  ...SUMS,
};
const NAMED: NamedOperators = { ...NAMED_CONVERTERS, ...NAMED_TEXTS, ...NAMED_ARRAYS, ...NAMED_OBJECTS, ...DATES };

/** The names of all operators compiled here: for the test that each has a row of its types. */
export const OPERATOR_NAMES: readonly string[] = [OPERATORS, NAMED, DATE_PARTS, SCOPED].flatMap((table) =>
  Object.keys(table),
);

/** Compiles an operator and its operands.
 * @throws MongoError for an operator that is left to MongoDB, and for operands that it doesn't take */
export function compileOperator(name: string, operand: unknown, compile: Compile): Expression {
  if (Object.hasOwn(OPERATORS, name)) return compilePlain(name, operand, compile);
  if (Object.hasOwn(SCOPED, name)) return (SCOPED[name] as (typeof SCOPED)[string])(operand, compile);
  if (Object.hasOwn(DATE_PARTS, name)) return compileDatePart(name, operand, compile);
  if (!Object.hasOwn(NAMED, name)) throw unsupported(`The expression operator ${name}`);
  const isShort = name === '$getField' && !(isPlainObject(operand) && 'field' in operand);
  return compileNamed(name, isShort ? { field: operand, input: '$$CURRENT' } : operand, { compile, table: NAMED });
}

function compilePlain(name: string, operand: unknown, compile: Compile): Expression {
  const operator = OPERATORS[name] as Operators[string];
  const operands = operandsOf(name, operand, operator).map((one) => compile(one));
  return (raw, scope) => {
    const values = operands.map((evaluate) => evaluate(raw, scope));
    return fitting(operator.apply(values, name), name);
  };
}

function compileDatePart(name: string, operand: unknown, compile: Compile): Expression {
  const isNamed = isPlainObject(operand) && ('date' in operand || 'timezone' in operand);
  const date = (): unknown => operandsOf(name, operand, { least: 1, most: 1 })[0];
  return compileNamed(name, isNamed ? operand : { date: date() }, { compile, table: DATE_PARTS });
}

function compileNamed(
  name: string,
  operand: unknown,
  { compile, table }: { compile: Compile; table: NamedOperators },
): Expression {
  const operator = table[name] as NamedOperators[string];
  const entries = namedOperands(name, operand, operator);
  const operands = entries.map(([key, expression]) => ({ key, evaluate: compile(expression) }));
  return (raw, scope) => {
    const values = Object.fromEntries(operands.map(({ key, evaluate }) => [key, evaluate(raw, scope)]));
    return fitting(operator.apply(values, name), name);
  };
}
