import { getField, isPlainObject } from '../bson/bson.js';

/** A variable and those around it. */
export interface Scope {
  readonly name: string;
  readonly value: unknown;
  readonly outer: Scope | undefined;
}

/** Evaluates an expression on a raw document. `undefined` means: missing. Numbers come in the class of their BSON type.
 * @param scope the variables that stages and operators around it declared */
export type Expression = (raw: Buffer, scope?: Scope) => unknown;

/** The names of the variables that an expression may use, beside those of MongoDB. */
export type Names = ReadonlySet<string>;

/** Compiles an expression. @param more names that are declared for it, beside those around it */
export type Compile = (expression: unknown, more?: readonly string[]) => Expression;

/** The value of a variable, the innermost of its name. */
export function variable(scope: Scope | undefined, name: string): unknown {
  for (let at = scope; at !== undefined; at = at.outer) if (at.name === name) return at.value;
  return undefined;
}

/** What a path leads to: within an array, to the values in all its documents. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (isPlainObject(value)) return valueAt(getField(value, name), rest);
  if (!Array.isArray(value)) return undefined;
  return value
    .filter(isPlainObject)
    .map((item) => valueAt(item, path))
    .filter((found) => found !== undefined);
}
