import { type Doc, getField, isPlainObject, setField } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { named, type NamedOperators } from './named.js';
import { type Operators, unary, variadic } from './operator.js';
import { isNullish, soleArray, typeNameOf } from './values.js';

function mergeObjects(operands: readonly unknown[]): unknown {
  const merged: Doc = {};
  for (const operand of soleArray(operands)) {
    if (isNullish(operand)) continue;
    if (!isPlainObject(operand)) {
      throw new MongoError(40400, `$mergeObjects requires object inputs, but input is of type ${typeNameOf(operand)}`);
    }
    for (const [name, value] of Object.entries(operand)) setField(merged, name, value);
  }
  return merged;
}

function objectToArray(value: unknown): unknown {
  if (isNullish(value)) return null;
  if (isPlainObject(value)) return Object.entries(value).map(([k, v]) => ({ k, v }));
  throw new MongoError(40390, `$objectToArray requires a document input, found: ${typeNameOf(value)}`);
}

function arrayToObject(value: unknown): unknown {
  if (isNullish(value)) return null;
  if (!Array.isArray(value)) {
    throw new MongoError(40386, `$arrayToObject requires an array input, found: ${typeNameOf(value)}`);
  }
  const doc: Doc = {};
  for (const item of value as readonly unknown[]) {
    const [name, field, isPair] = pairOf(item);
    if (typeof name !== 'string' || !isPair) {
      throw new MongoError(40392, '$arrayToObject requires an array of [key, value] or {k, v}, the keys being strings');
    }
    if (name.includes('\0')) throw new MongoError(4940401, 'Key field cannot contain an embedded null byte');
    setField(doc, name, field ?? null);
  }
  return doc;
}

function pairOf(item: unknown): [unknown, unknown, boolean] {
  if (Array.isArray(item)) return [item[0], item[1], item.length === 2];
  if (!isPlainObject(item)) return [undefined, undefined, false];
  return [item['k'], item['v'], 'k' in item && 'v' in item && Object.keys(item).length === 2];
}

/** Operators on documents. */
export const OBJECTS: Operators = {
  $mergeObjects: variadic(mergeObjects),
  $objectToArray: unary(objectToArray),
  $arrayToObject: unary(arrayToObject),
};

function documentOrNull(input: unknown, name: string): Doc | null {
  if (isNullish(input)) return null;
  if (isPlainObject(input)) return input;
  throw new MongoError(4161105, `${name} requires 'input' to evaluate to type Object`);
}

function nameOf(field: unknown, name: string): string {
  if (typeof field === 'string') return field;
  throw new MongoError(5654602, `${name} requires 'field' to evaluate to a constant string`);
}

/** Operators on one field of a document; `value: $$REMOVE`, or none, takes it away. */
export const NAMED_OBJECTS: NamedOperators = {
  $getField: named(['field', 'input'], [], ({ field, input }, name) => {
    const wanted = nameOf(field, name);
    if (isNullish(input)) return input;
    return isPlainObject(input) ? getField(input, wanted) : undefined;
  }),
  $setField: named(['field', 'input', 'value'], [], ({ field, input, value }, name) => {
    const [wanted, source] = [nameOf(field, name), documentOrNull(input, name)];
    return source === null ? null : withField(source, wanted, value);
  }),
  $unsetField: named(['field', 'input'], [], ({ field, input }, name) => {
    const [wanted, source] = [nameOf(field, name), documentOrNull(input, name)];
    return source === null ? null : withField(source, wanted, undefined);
  }),
};

function withField(source: Doc, name: string, value: unknown): Doc {
  const made = Object.fromEntries(Object.entries(source).filter(([field]) => value !== undefined || field !== name));
  if (value !== undefined) setField(made, name, value);
  return made;
}
