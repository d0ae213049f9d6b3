import { Int32, isPlainObject } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { operandsOf as operandsWithin } from '../expressions/operator.js';
import type { Compile, Expression } from '../expressions/scope.js';
import { extremeOf, isTrue, rankOf } from '../expressions/values.js';

const HOLDS: Readonly<Record<string, (order: number) => unknown>> = {
  $eq: (order) => order === 0,
  $ne: (order) => order !== 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
  $cmp: (order) => new Int32(Math.sign(order)),
};

/** Compiles comparisons and what decides between values. They compare by BSON's order over all types, and hand values on as they are.
 * @param compile compiles the operands
 * @returns undefined for any other operator
 * @throws MongoError for a wrong number of operands */
export function compileLogic(name: string, operand: unknown, compile: Compile): Expression | undefined {
  const holds = Object.hasOwn(HOLDS, name) ? HOLDS[name] : undefined;
  if (holds !== undefined) {
    const [one, other] = operandsOf(name, operand, 2).map((one) => compile(one)) as [Expression, Expression];
    return (raw, scope) => holds(rankOf(one(raw, scope)).compare(rankOf(other(raw, scope))));
  }
  switch (name) {
    case '$and':
    case '$or': {
      const all = listOf(operand).map((one) => compile(one));
      if (name === '$and') return (raw, scope) => all.every((one) => isTrue(one(raw, scope)));
      return (raw, scope) => all.some((one) => isTrue(one(raw, scope)));
    }
    case '$max':
    case '$min': {
      const all = listOf(operand).map((one) => compile(one));
      return (raw, scope) =>
        extremeOf(
          all.map((one) => one(raw, scope)),
          name === '$max' ? 1 : -1,
        );
    }
    case '$not': {
      const [only] = operandsOf(name, operand, 1).map((one) => compile(one)) as [Expression];
      return (raw, scope) => !isTrue(only(raw, scope));
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
  const [condition, then, otherwise] = parts.map((one) => compile(one)) as [Expression, Expression, Expression];
  return (raw, scope) => (isTrue(condition(raw, scope)) ? then(raw, scope) : otherwise(raw, scope));
}

function firstPresent(operand: unknown, compile: Compile): Expression {
  if (!Array.isArray(operand) || operand.length < 2) {
    throw new MongoError(1257300, '$ifNull needs at least two arguments');
  }
  const all = operand.map((one) => compile(one));
  return (raw, scope) => {
    let value: unknown;
    for (const one of all) if ((value = one(raw, scope) ?? null) !== null) return value;
    // Of the last one it counts whether it is null or missing.
    return all.at(-1)?.(raw, scope);
  };
}

function operandsOf(name: string, operand: unknown, count: number): unknown[] {
  return operandsWithin(name, operand, { least: count, most: count });
}

function listOf(operand: unknown): unknown[] {
  return Array.isArray(operand) ? operand : [operand];
}
