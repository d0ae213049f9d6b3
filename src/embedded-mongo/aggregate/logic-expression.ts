import { isPlainObject, numberOf } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { TAG } from '../keys/value-key.js';
import { extremeOf } from '../query/checked-operands.js';
import { literal } from '../query/literal.js';

/** Evaluates an operand on a raw document; `undefined` means: missing. */
type Expression = (raw: Buffer) => unknown;
/** Compiles an operand. */
type Compile = (expression: unknown) => Expression;

const HOLDS: Readonly<Record<string, (order: number) => unknown>> = {
  $eq: (order) => order === 0,
  $ne: (order) => order !== 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
  $cmp: (order) => Math.sign(order),
};

/** Compiles comparisons and what decides between values. They compare by BSON's order over all types, and hand values on as they are.
 * @param compile compiles the operands
 * @returns undefined for any other operator
 * @throws MongoError for a wrong number of operands */
export function compileLogic(name: string, operand: unknown, compile: Compile): Expression | undefined {
  const holds = Object.hasOwn(HOLDS, name) ? HOLDS[name] : undefined;
  if (holds !== undefined) {
    const [one, other] = operandsOf(name, operand, 2).map(compile) as [Expression, Expression];
    return (raw) => holds(rankOf(one(raw)).compare(rankOf(other(raw))));
  }
  switch (name) {
    case '$and':
    case '$or': {
      const all = (Array.isArray(operand) ? operand : [operand]).map(compile);
      if (name === '$and') return (raw) => all.every((one) => isTrue(one(raw)));
      return (raw) => all.some((one) => isTrue(one(raw)));
    }
    case '$max':
    case '$min': {
      const all = (Array.isArray(operand) ? operand : [operand]).map(compile);
      return (raw) =>
        extremeOf(
          all.map((one) => one(raw)),
          name === '$max' ? 1 : -1,
        );
    }
    case '$not': {
      const [only] = (Array.isArray(operand) ? operandsOf(name, operand, 1) : [operand]).map(compile) as [Expression];
      return (raw) => !isTrue(only(raw));
    }
    case '$cond':
      return choice(operand, compile);
    case '$ifNull':
      return firstPresent(operand, compile);
    default:
      return undefined;
  }
}

function choice(operand: unknown, compile: Compile): Expression {
  const parts = isPlainObject(operand)
    ? ['if', 'then', 'else'].map((name) => {
        if (!(name in operand)) throw new MongoError(17080, `Missing '${name}' parameter to $cond`);
        return operand[name];
      })
    : operandsOf('$cond', operand, 3);
  const [condition, then, otherwise] = parts.map(compile) as [Expression, Expression, Expression];
  return (raw) => (isTrue(condition(raw)) ? then(raw) : otherwise(raw));
}

function firstPresent(operand: unknown, compile: Compile): Expression {
  if (!Array.isArray(operand) || operand.length < 2) {
    throw new MongoError(1257300, '$ifNull needs at least two arguments');
  }
  const all = operand.map(compile);
  return (raw) => {
    let value: unknown;
    for (const one of all) if ((value = one(raw) ?? null) !== null) return value;
    // Of the last one it counts whether it is null or missing.
    return all.at(-1)?.(raw);
  };
}

function operandsOf(name: string, operand: unknown, count: number): unknown[] {
  if (Array.isArray(operand) && operand.length === count) return operand;
  throw new MongoError(16020, `Expression ${name} takes exactly ${count} arguments`);
}

/** What is missing comes before null. */
const MISSING = Buffer.of(TAG.emptyArray);

function rankOf(value: unknown): Buffer {
  return value === undefined ? MISSING : literal(value).key;
}

function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && numberOf(value) !== 0;
}
