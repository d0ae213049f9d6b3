import { T } from '../bson/bson.js';
import { fieldPath, resolvePath } from '../bson/path.js';
import { findField } from '../bson/raw.js';
import { MongoError } from '../errors.js';
import { type Change, isIndex } from './editable-document.js';
import type { FieldUpdate } from './parse-update.js';

/** One of the two changes that a `$rename` is. */
export interface RenameStep extends FieldUpdate {
  readonly isPositional: false;
  readonly change: Change;
  /** Whether a document has anything to rename.
   * @throws MongoError PathNotViable (28) where the way leads through what has no such fields, BadValue (2) for elements of arrays */
  readonly concerns: (raw: Buffer) => boolean;
}

/** A field is taken from one place and put into the other. Where there is none, nothing is asked of the other place. */
export function renaming(field: FieldUpdate): RenameStep[] {
  let held: unknown;
  const take: Change = (old) => {
    held = old;
    return undefined;
  };
  const to = String(field.operand);
  const isThere = (raw: Buffer): boolean => hasSource(raw, field.text);
  const concerns = (raw: Buffer): boolean => isThere(raw) && isOutsideArrays(raw, to);
  return [
    { ...field, isPositional: false, change: take, concerns: isThere },
    {
      ...field,
      isPositional: false,
      text: to,
      parts: to.split('.'),
      change: (old) => (held === undefined ? old : held),
      concerns,
    },
  ];
}

function hasSource(raw: Buffer, text: string): boolean {
  const names = text.split('.');
  let [from, isElement] = [0, false];
  for (const [depth, part] of fieldPath(text).parts.entries()) {
    const found = findField(raw, part, from);
    if (found === undefined) return false;
    const next = names[depth + 1];
    if (next === undefined) break;
    const isArray = found.type === T.array;
    if (found.type !== T.document && !(isArray && isIndex(next))) {
      throw new MongoError(28, `Cannot use the part '${next}' of '${text}' to traverse the element '${names[depth]}'`);
    }
    isElement ||= isArray;
    from = found.value;
  }
  if (isElement) throw new MongoError(2, `The source field of $rename cannot be an array element: ${text}`);
  return true;
}

function isOutsideArrays(raw: Buffer, text: string): true {
  if (resolvePath(raw, fieldPath(text)) !== 'array') return true;
  throw new MongoError(2, `The destination field of $rename cannot be an array element: ${text}`);
}
