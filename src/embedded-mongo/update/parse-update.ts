import { isPlainObject } from '../bson/bson.js';
import { MongoError, unsupported } from '../errors.js';

/** The update operators of this server. */
export type UpdateOperator =
  '$set' | '$unset' | '$inc' | '$min' | '$max' | '$setOnInsert' | '$push' | '$addToSet' | '$pull';

/** One change of one field. */
export interface FieldUpdate {
  readonly operator: UpdateOperator;
  /** The path as written. */
  readonly text: string;
  readonly parts: readonly string[];
  /** The operand, with BSON classes. */
  readonly operand: unknown;
}

/** A parsed update: field changes, or a whole new document. */
export type Update =
  | { readonly kind: 'fields'; readonly updates: readonly FieldUpdate[] }
  | { readonly kind: 'replacement'; readonly raw: Buffer };

const OPERATORS: ReadonlySet<string> = new Set([
  '$set',
  '$unset',
  '$inc',
  '$min',
  '$max',
  '$setOnInsert',
  '$push',
  '$addToSet',
  '$pull',
]);

/** Parses an update.
 * @param update decoded with BSON classes
 * @param raw the same update as BSON: a replacement is stored as it came
 * @throws MongoError ConflictingUpdateOperators (40), FailedToParse (9) and others as MongoDB gives them */
export function parseUpdate(update: unknown, raw: Buffer): Update {
  if (Array.isArray(update)) throw unsupported('An update by a pipeline');
  if (!isPlainObject(update)) throw new MongoError(9, 'Update argument must be a document');
  const names = Object.keys(update);
  if (!names.some((name) => name.startsWith('$'))) return { kind: 'replacement', raw };
  const updates = names.flatMap((operator) => parseOperator(operator, update[operator]));
  checkConflicts(updates);
  return { kind: 'fields', updates };
}

function parseOperator(operator: string, operands: unknown): FieldUpdate[] {
  if (!operator.startsWith('$')) {
    throw new MongoError(
      9,
      `Unknown modifier: ${operator}. Expected a valid update modifier or a replacement document`,
    );
  }
  if (!OPERATORS.has(operator)) throw unsupported(`The update operator ${operator}`);
  if (!isPlainObject(operands)) {
    throw new MongoError(9, `Modifiers operate on fields but we found another type instead: {${operator}: ...}`);
  }
  return Object.entries(operands).map(([text, operand]) => ({
    operator: operator as UpdateOperator,
    text,
    parts: parsePath(text),
    operand,
  }));
}

function parsePath(text: string): string[] {
  const parts = text.split('.');
  if (parts.some((part) => part === ''))
    throw new MongoError(56, `The update path '${text}' contains an empty field name`);
  const dollar = parts.find((part) => part.startsWith('$'));
  if (dollar === undefined) return parts;
  if (dollar === '$' || dollar.startsWith('$[')) throw unsupported(`The positional update path ${text}`);
  throw new MongoError(
    52,
    `The dollar ($) prefixed field '${dollar}' in '${text}' is not allowed in the context of an update`,
  );
}

function checkConflicts(updates: readonly FieldUpdate[]): void {
  if (updates.length < 2) return;
  const paths = updates.map(({ text }) => text).sort();
  const seen = new Set<string>();
  for (const text of paths) {
    if (seen.has(text)) throw conflict(text, text);
    for (let dot = text.indexOf('.'); dot !== -1; dot = text.indexOf('.', dot + 1)) {
      const ancestor = text.slice(0, dot);
      if (seen.has(ancestor)) throw conflict(text, ancestor);
    }
    seen.add(text);
  }
}

function conflict(path: string, other: string): MongoError {
  return new MongoError(40, `Updating the path '${path}' would create a conflict at '${other}'`);
}
