import { type Doc, isPlainObject } from '../bson/bson.js';
import { MongoError, unsupported } from '../errors.js';

const OPERATORS = [
  '$set',
  '$unset',
  '$inc',
  '$mul',
  '$min',
  '$max',
  '$setOnInsert',
  '$currentDate',
  '$rename',
  '$push',
  '$addToSet',
  '$pull',
  '$pullAll',
  '$pop',
] as const;
/** The update operators of this server. */
export type UpdateOperator = (typeof OPERATORS)[number];

/** One change of one field. */
export interface FieldUpdate {
  readonly operator: UpdateOperator;
  /** The path as written. */
  readonly text: string;
  readonly parts: readonly string[];
  /** The operand, with BSON classes. */
  readonly operand: unknown;
}

/** A parsed update: field changes, a whole new document, or stages that make one. */
export type Update =
  | { readonly kind: 'pipeline'; readonly stages: readonly Doc[] }
  | { readonly kind: 'fields'; readonly updates: readonly FieldUpdate[] }
  | { readonly kind: 'replacement'; readonly raw: Buffer };

const PIPELINE_STAGES: ReadonlySet<string> = new Set([
  '$set',
  '$addFields',
  '$unset',
  '$project',
  '$replaceRoot',
  '$replaceWith',
]);

/** Parses an update.
 * @param update decoded with BSON classes
 * @param raw the same update as BSON: a replacement is stored as it came
 * @throws MongoError ConflictingUpdateOperators (40), FailedToParse (9) and others as MongoDB gives them */
export function parseUpdate(update: unknown, raw: Buffer): Update {
  if (Array.isArray(update)) return { kind: 'pipeline', stages: update.map(parseStage) };
  if (!isPlainObject(update)) throw new MongoError(9, 'Update argument must be a document');
  const names = Object.keys(update);
  if (!names.some((name) => name.startsWith('$'))) return { kind: 'replacement', raw };
  const updates = names.flatMap((operator) => parseOperator(operator, update[operator]));
  checkConflicts(pathsOf(updates));
  return { kind: 'fields', updates };
}

function parseStage(stage: unknown): Doc {
  const [name, ...others] = isPlainObject(stage) ? Object.keys(stage) : [];
  if (!isPlainObject(stage) || name === undefined || others.length > 0) {
    throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  if (!PIPELINE_STAGES.has(name)) throw new MongoError(72, `${name} is not allowed to be used within an update`);
  return stage;
}

function parseOperator(operator: string, operands: unknown): FieldUpdate[] {
  if (!operator.startsWith('$')) {
    throw new MongoError(
      9,
      `Unknown modifier: ${operator}. Expected a valid update modifier or a replacement document`,
    );
  }
  if (!isOperator(operator)) throw unsupported(`The update operator ${operator}`);
  if (!isPlainObject(operands)) {
    throw new MongoError(9, `Modifiers operate on fields but we found another type instead: {${operator}: ...}`);
  }
  return Object.entries(operands).map(([text, operand]) => {
    if (operator === '$rename') checkRename(text, operand);
    return { operator, text, parts: parsePath(text), operand };
  });
}

function checkRename(from: string, to: unknown): void {
  if (typeof to !== 'string') throw new MongoError(2, `The 'to' field for $rename must be a string: ${from}`);
  if ([...parsePath(from), ...parsePath(to)].some(isPositional)) {
    throw new MongoError(2, `Neither field of a $rename may be dynamic: ${from}, ${to}`);
  }
}

function isOperator(name: string): name is UpdateOperator {
  return (OPERATORS as readonly string[]).includes(name);
}

function parsePath(text: string): string[] {
  const parts = text.split('.');
  if (parts.some((part) => part === ''))
    throw new MongoError(56, `The update path '${text}' contains an empty field name`);
  if (isPositional(parts[0] ?? '')) throw dollarPrefixed(text);
  return parts;
}

/** The error for a field at the top of a document that is named like an operator. Deeper down, MongoDB has let them be since 5.0. */
export function dollarPrefixed(text: string): MongoError {
  const [field] = text.split('.', 1);
  return new MongoError(
    52,
    `The dollar ($) prefixed field '${field}' in '${text}' is not allowed in the context of an update`,
  );
}

/** Whether a part of a path stands for elements of an array: `$`, `$[]` or `$[name]`. */
export function isPositional(part: string): boolean {
  return part === '$' || (part.startsWith('$[') && part.endsWith(']'));
}

/** The paths of an update, those that a `$rename` writes to among them. */
function pathsOf(updates: readonly FieldUpdate[]): string[] {
  return updates.flatMap(({ operator, text, operand }) => (operator === '$rename' ? [text, String(operand)] : [text]));
}

/** @throws MongoError ConflictingUpdateOperators (40) where one path is, or leads through, another */
export function checkConflicts(texts: readonly string[]): void {
  if (texts.length < 2) return;
  const paths = [...texts].sort();
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
