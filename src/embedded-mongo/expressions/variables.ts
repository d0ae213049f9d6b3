import { isPlainObject } from '../bson/bson.js';
import { isNumeric, wholeOf } from '../bson/number.js';
import { MongoError } from '../errors.js';
import { namedOperands } from './named.js';
import type { Compile, Expression, Scope } from './scope.js';
import { isNullish, isTrue, typeNameOf } from './values.js';

/** Operators that declare variables, or evaluate only some of their operands, by name. */
export const SCOPED: Readonly<Record<string, (operand: unknown, compile: Compile) => Expression>> = {
  $let: compileLet,
  $map: compileMap,
  $filter: compileFilter,
  $reduce: compileReduce,
  $switch: compileSwitch,
};

function compileLet(operand: unknown, compile: Compile): Expression {
  const { vars, in: body } = Object.fromEntries(
    namedOperands('$let', operand, { required: ['vars', 'in'], optional: [] }),
  );
  if (!isPlainObject(vars)) throw new MongoError(10065, 'invalid parameter: expected an object (vars)');
  const names = Object.keys(vars);
  names.forEach(checkName);
  const declared = Object.entries(vars).map(([name, value]) => ({ name, evaluate: compile(value) }));
  const evaluate = compile(body, names);
  return (raw, scope) => {
    let inner = scope;
    for (const { name, evaluate } of declared) inner = { name, value: evaluate(raw, scope), outer: inner };
    return evaluate(raw, inner);
  };
}

/** @throws MongoError FailedToParse (9) for a name that a variable can't have */
function checkName(name: string): void {
  if (/^[a-z\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*$/.test(name)) return;
  throw new MongoError(9, `'${name}' starts with an invalid character for a user variable name`);
}

function nameIn(as: unknown): string {
  const name = as === undefined ? 'this' : as;
  if (typeof name !== 'string') throw new MongoError(9, "'as' must be the name of a variable");
  checkName(name);
  return name;
}

function itemsOf(value: unknown, name: string, code: number): readonly unknown[] | null {
  if (isNullish(value)) return null;
  if (Array.isArray(value)) return value;
  throw new MongoError(code, `input to ${name} must be an array not ${typeNameOf(value)}`);
}

function compileMap(operand: unknown, compile: Compile): Expression {
  const given = Object.fromEntries(namedOperands('$map', operand, { required: ['input', 'in'], optional: ['as'] }));
  const name = nameIn(given['as']);
  const [input, evaluate] = [compile(given['input']), compile(given['in'], [name])];
  return (raw, scope) => {
    const items = itemsOf(input(raw, scope), '$map', 16883);
    return items?.map((value) => evaluate(raw, { name, value, outer: scope }) ?? null) ?? null;
  };
}

function compileFilter(operand: unknown, compile: Compile): Expression {
  const names = { required: ['input', 'cond'], optional: ['as', 'limit'] };
  const given = Object.fromEntries(namedOperands('$filter', operand, names));
  const name = nameIn(given['as']);
  const [input, holds] = [compile(given['input']), compile(given['cond'], [name])];
  const limit = 'limit' in given ? compile(given['limit']) : undefined;
  return (raw, scope) => {
    const items = itemsOf(input(raw, scope), '$filter', 28651);
    if (items === null) return null;
    const most = limit === undefined ? Infinity : mostOf(limit(raw, scope));
    const kept: unknown[] = [];
    for (const value of items) {
      if (kept.length >= most) break;
      if (isTrue(holds(raw, { name, value, outer: scope }))) kept.push(value);
    }
    return kept;
  };
}

function mostOf(value: unknown): number {
  if (isNullish(value)) return Infinity;
  const most = isNumeric(value) ? wholeOf(value) : undefined;
  if (most === undefined || most < 1) throw new MongoError(327392, '$filter: limit must be a whole number over 0');
  return most;
}

function compileReduce(operand: unknown, compile: Compile): Expression {
  const names = { required: ['input', 'initialValue', 'in'], optional: [] };
  const given = Object.fromEntries(namedOperands('$reduce', operand, names));
  const [input, initial] = [compile(given['input']), compile(given['initialValue'])];
  const evaluate = compile(given['in'], ['this', 'value']);
  return (raw, scope) => {
    const items = itemsOf(input(raw, scope), '$reduce', 40080);
    if (items === null) return null;
    return items.reduce(
      (value, item) => {
        const withValue: Scope = { name: 'value', value, outer: scope };
        return evaluate(raw, { name: 'this', value: item, outer: withValue });
      },
      initial(raw, scope),
    );
  };
}

function compileSwitch(operand: unknown, compile: Compile): Expression {
  const given = Object.fromEntries(
    namedOperands('$switch', operand, { required: ['branches'], optional: ['default'] }),
  );
  if (!Array.isArray(given['branches'])) throw new MongoError(40061, "$switch expected an array for 'branches'");
  if (given['branches'].length === 0) throw new MongoError(40068, '$switch requires at least one branch');
  const branches = given['branches'].map((branch: unknown) => {
    const parts = Object.fromEntries(namedOperands('$switch', branch, { required: ['case', 'then'], optional: [] }));
    return { holds: compile(parts['case']), result: compile(parts['then']) };
  });
  const otherwise = 'default' in given ? compile(given['default']) : undefined;
  return (raw, scope) => {
    const branch = branches.find(({ holds }) => isTrue(holds(raw, scope)));
    if (branch !== undefined) return branch.result(raw, scope);
    if (otherwise !== undefined) return otherwise(raw, scope);
    throw new MongoError(40066, '$switch could not find a matching branch for an input, and no default was specified');
  };
}
