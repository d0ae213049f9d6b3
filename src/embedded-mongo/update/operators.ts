import { bsonTypeOf, Double, Int32, isPlainObject, Long, numberOf, Timestamp } from '../bson/bson.js';
import { MongoError, unsupported } from '../errors.js';
import { literal } from '../query/literal.js';
import { renderValue } from '../storage/render-value.js';
import { addToSet, pop, pull, pullAll, push } from './array-operators.js';
import { type Change, removal } from './editable-document.js';
import type { FieldUpdate } from './parse-update.js';

const MIN_INT32 = -0x80000000;
const MAX_INT32 = 0x7fffffff;

/** Prepares one field's change, checking its operand. `$setOnInsert` is treated as `$set`: the caller decides when.
 * @throws MongoError as MongoDB gives it, at the latest when the change meets a value that it doesn't fit */
export function changeOf(update: FieldUpdate, nowMs: number): Change {
  const { operand } = update;
  switch (update.operator) {
    case '$set':
    case '$setOnInsert':
      return () => operand;
    case '$unset':
      return removal();
    case '$inc':
      return arithmetic(update, { operation: add, missing: operand });
    case '$mul':
      return arithmetic(update, { operation: multiply, missing: isNumeric(operand) ? zeroLike(operand) : 0 });
    case '$currentDate':
      return currentDate(update, nowMs);
    case '$min':
      return (old) => (old === undefined || compare(operand, old) < 0 ? operand : old);
    case '$max':
      return (old) => (old === undefined || compare(operand, old) > 0 ? operand : old);
    default:
      return arrayChange(update);
  }
}

function arrayChange(update: FieldUpdate): Change {
  switch (update.operator) {
    case '$push':
      return push(update);
    case '$addToSet':
      return addToSet(update);
    case '$pull':
      return pull(update);
    case '$pullAll':
      return pullAll(update);
    case '$pop':
      return pop(update);
    default:
      throw new MongoError(1, `${update.operator} is no change of one field`);
  }
}

function compare(a: unknown, b: unknown): number {
  return literal(a).key.compare(literal(b).key);
}

function arithmetic(
  { operator, text, operand }: FieldUpdate,
  { operation, missing }: { operation: (a: Numeric, b: Numeric) => unknown; missing: unknown },
): Change {
  const verb = operator === '$inc' ? 'increment' : 'multiply';
  if (!isNumeric(operand)) {
    throw new MongoError(14, `Cannot ${verb} with non-numeric argument: {${text}: ${renderValue(operand)}}`);
  }
  return (old) => {
    if (old === undefined) return missing;
    if (isNumeric(old)) return operation(old, operand);
    const holds = renderValue(old);
    throw new MongoError(
      14,
      `Cannot apply ${operator} to a value of non-numeric type. The field '${text}' holds ${holds}`,
    );
  };
}

function currentDate({ operand }: FieldUpdate, nowMs: number): Change {
  const type = isPlainObject(operand) && Object.keys(operand).join() === '$type' ? operand['$type'] : undefined;
  if (operand === true || operand === false || type === 'date') return () => new Date(nowMs);
  if (type === 'timestamp') return () => new Timestamp({ t: Math.floor(nowMs / 1000), i: 1 });
  throw new MongoError(2, "$currentDate needs true, {$type: 'date'} or {$type: 'timestamp'}");
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
  const type = widerType(a, b);
  if (type === 'Decimal128') throw unsupported('Adding a Decimal128');
  return type === 'Double' ? new Double(numberOf(a) + numberOf(b)) : whole(BigInt(String(a)) + BigInt(String(b)), type);
}

/** Multiplies by the same rules. */
function multiply(a: Numeric, b: Numeric): unknown {
  const type = widerType(a, b);
  if (type === 'Decimal128') throw unsupported('Multiplying a Decimal128');
  return type === 'Double' ? new Double(numberOf(a) * numberOf(b)) : whole(BigInt(String(a)) * BigInt(String(b)), type);
}

function widerType(a: Numeric, b: Numeric): string {
  const types = new Set([bsonTypeOf(a) ?? 'Double', bsonTypeOf(b) ?? 'Double']);
  return ['Decimal128', 'Double', 'Long'].find((type) => types.has(type)) ?? 'Int32';
}

function whole(value: bigint, type: string): unknown {
  if (type === 'Int32' && value >= MIN_INT32 && value <= MAX_INT32) return new Int32(Number(value));
  if (BigInt.asIntN(64, value) !== value) throw new MongoError(2, `Failed to update: ${value} does not fit 64 bits`);
  return Long.fromBigInt(value);
}

function zeroLike(operand: Numeric): unknown {
  const type = widerType(operand, operand);
  if (type === 'Decimal128') throw unsupported('Multiplying a Decimal128');
  return type === 'Double' ? new Double(0) : type === 'Long' ? Long.fromNumber(0) : new Int32(0);
}
