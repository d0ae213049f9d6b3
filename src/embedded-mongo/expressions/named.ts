import { type Doc, isPlainObject } from '../bson/bson.js';
import { MongoError } from '../errors.js';

/** An operator whose operands have names. */
export interface NamedOperator {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** @param operands by name, with their BSON classes; `undefined` where one is missing or was not given
   * @param name the operator's name, for messages */
  readonly apply: (operands: Doc, name: string) => unknown;
}

/** Operators with named operands by name. */
export type NamedOperators = Readonly<Record<string, NamedOperator>>;

/** An operator with named operands. */
export function named(
  required: readonly string[],
  optional: readonly string[],
  apply: NamedOperator['apply'],
): NamedOperator {
  return { required, optional, apply };
}

/** The expressions of an operator with named operands, by name.
 * @throws MongoError FailedToParse (9) for a name that is missing or that it does not have */
export function namedOperands(
  name: string,
  operand: unknown,
  { required, optional }: Pick<NamedOperator, 'required' | 'optional'>,
): [string, unknown][] {
  if (!isPlainObject(operand)) throw new MongoError(9, `${name} only supports an object as its argument`);
  const other = Object.keys(operand).find((given) => !required.includes(given) && !optional.includes(given));
  if (other !== undefined) throw new MongoError(9, `Unrecognized argument to ${name}: ${other}`);
  const missing = required.find((wanted) => !(wanted in operand));
  if (missing !== undefined) throw new MongoError(9, `Missing '${missing}' parameter to ${name}`);
  return Object.entries(operand);
}
