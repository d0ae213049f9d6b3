import { Double, Int32, isPlainObject, Long, bsonTypeOf, type Doc, numberOf } from '../bson/bson.js';
import { MongoError, unsupported } from '../errors.js';
import { literal } from '../query/literal.js';
import { renderValue } from '../storage/render-value.js';
import { type Change, optional, removal } from './editable-document.js';
import type { FieldUpdate } from './parse-update.js';
import { pulls } from './pull.js';

const MIN_INT32 = -0x80000000;
const MAX_INT32 = 0x7fffffff;

/** Prepares one field's change, checking its operand. `$setOnInsert` is treated as `$set`: the caller decides when.
 * @throws MongoError as MongoDB gives it, at the latest when the change meets a value that it doesn't fit */
export function changeOf(update: FieldUpdate): Change {
  const { operand } = update;
  switch (update.operator) {
    case '$set':
    case '$setOnInsert':
      return () => operand;
    case '$unset':
      return removal();
    case '$inc':
      return increment(update);
    case '$min':
      return (old) => (old === undefined || compare(operand, old) < 0 ? operand : old);
    case '$max':
      return (old) => (old === undefined || compare(operand, old) > 0 ? operand : old);
    case '$push':
      return push(update);
    case '$addToSet':
      return addToSet(update);
    default:
      return pull(update);
  }
}

function compare(a: unknown, b: unknown): number {
  return literal(a).key.compare(literal(b).key);
}

function increment({ text, operand }: FieldUpdate): Change {
  if (!isNumeric(operand)) {
    throw new MongoError(14, `Cannot increment with non-numeric argument: {${text}: ${renderValue(operand)}}`);
  }
  return (old) => {
    if (old === undefined) return operand;
    if (!isNumeric(old)) {
      throw new MongoError(
        14,
        `Cannot apply $inc to a value of non-numeric type. The field '${text}' holds ${renderValue(old)}`,
      );
    }
    return add(old, operand);
  };
}

type Numeric = number | { toString(): string; _bsontype: string };

function isNumeric(value: unknown): value is Numeric {
  if (typeof value === 'number') return true;
  const type = bsonTypeOf(value);
  return type === 'Int32' || type === 'Double' || type === 'Long' || type === 'Decimal128';
}

/** Adds as MongoDB does: the wider type wins, 32 bits widen to 64, 64 bits never wrap around.
 * @throws MongoError for decimals, and where 64 bits overflow */
export function add(a: Numeric, b: Numeric): unknown {
  const types = new Set([bsonTypeOf(a) ?? 'Double', bsonTypeOf(b) ?? 'Double']);
  if (types.has('Decimal128')) throw unsupported('Adding a Decimal128');
  if (types.has('Double')) return new Double(numberOf(a) + numberOf(b));
  const sum = BigInt(String(a)) + BigInt(String(b));
  if (!types.has('Long') && sum >= MIN_INT32 && sum <= MAX_INT32) return new Int32(Number(sum));
  if (BigInt.asIntN(64, sum) !== sum) throw new MongoError(2, `Failed to apply $inc: ${sum} does not fit 64 bits`);
  return Long.fromBigInt(sum);
}

function push({ text, operand }: FieldUpdate): Change {
  const { items, slice } = pushed(operand);
  return (old) => {
    const array = [...arrayOf('$push', text, old), ...items];
    if (slice === undefined) return array;
    return slice < 0 ? array.slice(slice) : array.slice(0, slice);
  };
}

function pushed(operand: unknown): { items: readonly unknown[]; slice?: number } {
  if (!isPlainObject(operand) || !('$each' in operand)) return { items: [operand] };
  const items = eachOf('$push', operand, ['$slice']);
  if (operand['$slice'] === undefined) return { items };
  const slice = Number(operand['$slice']);
  if (!Number.isInteger(slice)) throw new MongoError(2, 'The value for $slice must be an integer value');
  return { items, slice };
}

function addToSet({ text, operand }: FieldUpdate): Change {
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

function pull({ text, operand }: FieldUpdate): Change {
  const isPulled = pulls(operand);
  return optional((old) => {
    if (old === undefined) return undefined;
    if (!Array.isArray(old)) throw new MongoError(2, `Cannot apply $pull to a non-array value at '${text}'`);
    return old.filter((item) => !isPulled(item));
  });
}
