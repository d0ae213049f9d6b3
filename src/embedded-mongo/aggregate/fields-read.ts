import { documentFromElements } from '../bson/build.js';
import { ElementCursor } from '../bson/raw.js';
import { decodePlain } from '../query/mingo-bridge.js';
import type { Doc } from '../bson/bson.js';

/** The top-level fields that an expression looks at; null where only the whole document will do.
 * @param expression decoded with BSON classes */
export function fieldsRead(expression: unknown): ReadonlySet<string> | null {
  const fields = new Set<string>();
  return collect(expression, fields) ? fields : null;
}

/** @returns false where the whole document is needed */
function collect(expression: unknown, fields: Set<string>): boolean {
  if (typeof expression === 'string') {
    // A variable may stand for the document.
    if (expression.startsWith('$$')) return false;
    if (expression.startsWith('$')) fields.add(expression.slice(1).split('.', 1)[0] ?? '');
    return true;
  }
  if (typeof expression !== 'object' || expression === null) return true;
  return Object.values(expression).every((operand) => collect(operand, fields));
}

/** Decodes some fields of a document for mingo: a prompt of 100 kB must not be decoded to read a time beside it.
 * @throws MongoError where they hold numbers that plain JavaScript can't hold exactly */
export function decodeFields(raw: Buffer, fields: ReadonlySet<string>): Doc {
  const cursor = new ElementCursor(raw);
  const elements: Buffer[] = [];
  while (elements.length < fields.size && cursor.next()) {
    if (fields.has(cursor.name())) elements.push(raw.subarray(cursor.start, cursor.end));
  }
  return decodePlain(documentFromElements(elements));
}
