import { bsonTypeOf } from '../bson/bson.js';
import { MongoError } from '../errors.js';

/** What an operator answers without mingo, which gets it wrong: a value in a list; undefined where mingo is right. */
type Check = (operands: readonly unknown[]) => readonly [unknown] | undefined;

const CHECKS: Readonly<Record<string, Check>> = {
  $mod: (operands) => (operands.some((operand) => (operand ?? null) === null) ? [null] : undefined),
  $toLower: textOnly,
  $toUpper: textOnly,
};

/** @returns what mingo must not be asked with some operands of an operator; undefined where it may be asked anything */
export function operandCheck(name: string): Check | undefined {
  return Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
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
