import { bsonTypeOf, type Doc, isPlainObject, numberOf } from '../bson/bson.js';
import { MongoError, unsupported } from '../errors.js';
import { literal } from '../query/literal.js';
import { renderValue } from '../storage/render-value.js';
import type { Change } from './editable-document.js';
import { elementOrder } from './element-order.js';
import type { FieldUpdate } from './parse-update.js';
import { pulls } from './pull.js';

/** `$push`, with its modifiers in MongoDB's order: place, sort, cut. */
export function push({ text, operand }: FieldUpdate): Change {
  const { items, position, sort, slice } = pushed(operand);
  return (old) => {
    const array = [...arrayOf('$push', text, old)];
    array.splice(position ?? array.length, 0, ...items);
    if (sort !== undefined) array.sort(sort);
    if (slice === undefined) return array;
    return slice < 0 ? array.slice(slice) : array.slice(0, slice);
  };
}

interface Pushed {
  readonly items: readonly unknown[];
  readonly position?: number | undefined;
  readonly sort?: ((a: unknown, b: unknown) => number) | undefined;
  readonly slice?: number | undefined;
}

function pushed(operand: unknown): Pushed {
  if (!isPlainObject(operand) || !('$each' in operand)) return { items: [operand] };
  return {
    items: eachOf('$push', operand, ['$slice', '$sort', '$position']),
    position: integer('$position', operand),
    sort: operand['$sort'] === undefined ? undefined : elementOrder(operand['$sort']),
    slice: integer('$slice', operand),
  };
}

function integer(name: string, operand: Doc): number | undefined {
  if (operand[name] === undefined) return undefined;
  const value = numberOf(operand[name]);
  if (!Number.isInteger(value)) throw new MongoError(2, `The value for ${name} must be an integer value`);
  return value;
}

/** `$pop`: takes the last element off, or with -1 the first. */
export function pop({ text, operand }: FieldUpdate): Change {
  const end = numberOf(operand);
  if (end !== 1 && end !== -1) throw new MongoError(9, `$pop expects 1 or -1, found: ${renderValue(operand)}`);
  return (old) => {
    if (old === undefined) return undefined;
    if (!Array.isArray(old)) throw new MongoError(14, `Path '${text}' contains an element of non-array type`);
    return end === 1 ? old.slice(0, -1) : old.slice(1);
  };
}

/** `$pullAll`: removes every element that equals one of a list. */
export function pullAll({ text, operand }: FieldUpdate): Change {
  if (!Array.isArray(operand)) {
    throw new MongoError(
      2,
      `$pullAll requires an array argument but was given a ${bsonTypeOf(operand) ?? typeof operand}`,
    );
  }
  const gone = new Set(operand.map(identity));
  return (old) => {
    if (old === undefined) return undefined;
    if (!Array.isArray(old)) throw new MongoError(2, `Cannot apply $pull to a non-array value at '${text}'`);
    return old.filter((item) => !gone.has(identity(item)));
  };
}

/** `$addToSet` */
export function addToSet({ text, operand }: FieldUpdate): Change {
  const isEach = isPlainObject(operand) && '$each' in operand;
  const items = isEach ? eachOf('$addToSet', operand, []) : [operand];
  return (old) => {
    const array = [...arrayOf('$addToSet', text, old)];
    const present = new Set(array.map(identity));
    for (const item of items) {
      if (present.has(identity(item))) continue;
      present.add(identity(item));
      array.push(item);
    }
    return array;
  };
}

function identity(value: unknown): string {
  return literal(value).key.toString('latin1');
}

function eachOf(operator: string, operand: Doc, allowed: readonly string[]): readonly unknown[] {
  const other = Object.keys(operand).find((name) => name !== '$each' && !allowed.includes(name));
  if (other !== undefined) throw unsupported(`${other} in ${operator}`);
  const items = operand['$each'];
  if (!Array.isArray(items)) throw new MongoError(14, `The argument to $each in ${operator} must be an array`);
  return items;
}

function arrayOf(operator: string, text: string, old: unknown): readonly unknown[] {
  if (old === undefined) return [];
  if (Array.isArray(old)) return old;
  throw new MongoError(
    2,
    `The field '${text}' must be an array but holds ${renderValue(old)}: cannot apply ${operator}`,
  );
}

/** `$pull` */
export function pull({ text, operand }: FieldUpdate): Change {
  const isPulled = pulls(operand);
  return (old) => {
    if (old === undefined) return undefined;
    if (!Array.isArray(old)) throw new MongoError(2, `Cannot apply $pull to a non-array value at '${text}'`);
    return old.filter((item) => !isPulled(item));
  };
}
