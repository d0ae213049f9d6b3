import { getField, isPlainObject, setField } from '../bson/bson.js';
import type { EditableDocument } from '../update/editable-document.js';

/** Puts a computed value at a path, as stages do: into every item of arrays, and in place of what has no fields.
 * @param value `undefined`, a missing one, takes the field away */
export function setComputed(document: EditableDocument, [name = '', ...rest]: readonly string[], value: unknown): void {
  document.change([name], (old) => assigned(old, rest, value));
}

function assigned(old: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(old)) return old.map((item) => assigned(item, [name, ...rest], value));
  const fields = isPlainObject(old) ? { ...old } : {};
  const inner = assigned(getField(fields, name), rest, value);
  if (inner === undefined) delete fields[name];
  else setField(fields, name, inner);
  return fields;
}
