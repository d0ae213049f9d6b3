import { bsonTypeOf } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { literal } from './literal.js';

/** What an operator answers where mingo gets it wrong: a value in a list; undefined where mingo is right.
 * @throws MongoError where the operands are wrong */
export type OperandCheck = (operands: readonly unknown[]) => readonly [unknown] | undefined;

/** What mingo must not be asked with some operands, by operator. */
export const OPERAND_CHECKS: Readonly<Record<string, OperandCheck>> = {
  $max: (operands) => [extremeOf(operands, 1)],
  $min: (operands) => [extremeOf(operands, -1)],
  $mod: (operands) => (operands.some((operand) => (operand ?? null) === null) ? [null] : undefined),
  $size: arrayOnly,
  $toLower: textOnly,
  $toUpper: textOnly,
};

/** `$max` (1) and `$min` (-1): the greatest or least by the order of all types, of what is neither missing nor null; null for nothing.
 * An array that is the only operand is looked into. */
export function extremeOf(operands: readonly unknown[], direction: 1 | -1): unknown {
  const [first] = operands;
  const values: readonly unknown[] = operands.length === 1 && Array.isArray(first) ? first : operands;
  const keyed = values
    .filter((value) => (value ?? null) !== null)
    .map((value) => ({ value, key: literal(value).key }))
    .sort((one, other) => direction * other.key.compare(one.key));
  return keyed[0]?.value ?? null;
}

function arrayOnly([operand]: readonly unknown[]): undefined {
  if (Array.isArray(operand)) return undefined;
  throw new MongoError(17124, `The argument to $size must be an array, but was of type: ${typeof operand}`);
}

/** Texts, numbers and times have a text; nothing has an empty one.
 * @throws MongoError for everything else */
function textOnly([operand]: readonly unknown[]): readonly [string] | undefined {
  if (operand === null || operand === undefined) return [''];
  const type = bsonTypeOf(operand) ?? typeof operand;
  if (operand instanceof Date || TEXTUAL.has(type)) return undefined;
  throw new MongoError(16007, `can't convert from BSON type ${Array.isArray(operand) ? 'array' : type} to String`);
}

const TEXTUAL: ReadonlySet<string> = new Set([
  'string',
  'number',
  'Int32',
  'Double',
  'Long',
  'Decimal128',
  'Timestamp',
]);
