import { decodeTyped, type Doc, encode, isPlainObject, numberOf } from '../bson/bson.js';
import { isNumeric } from '../bson/number.js';
import { fieldPath, resolvePath } from '../bson/path.js';
import { MongoError, unsupported } from '../errors.js';
import { type Change, EditableDocument, passing } from '../update/editable-document.js';
import { matchedElement } from '../update/positional.js';
import { parseFilter } from './filter.js';
import { compileFilter } from './matcher.js';
import { compileProjection, type Projector } from './projection.js';

/** A part of an array that is to be shown. */
interface ArrayPart {
  readonly path: string;
  /** `$slice` by itself leaves the other fields as they are. */
  readonly isInclusive: boolean;
  /** @returns the array as it is to be shown; undefined for not at all */
  readonly show: (items: readonly unknown[], raw: Buffer) => unknown;
}

/** Compiles the projection of a `find`, which can show parts of arrays: `$slice`, `$elemMatch` and `array.$`.
 * @param filter what found the documents: `array.$` shows the element that it matched
 * @throws MongoError as {@link compileProjection} */
export function compileFindProjection(projection: Doc, filter: Doc): Projector {
  const parts: ArrayPart[] = [];
  const rest: Doc = {};
  for (const [path, value] of Object.entries(projection)) {
    const part = arrayPart(path, value, filter);
    if (part === undefined) rest[path] = value;
    else parts.push(part);
  }
  if (parts.length === 0) return compileProjection(projection);
  const isInclusive = parts.some((part) => part.isInclusive) || Object.values(rest).some(isIncluded);
  const shown = isInclusive ? Object.fromEntries(parts.map(({ path }) => [path, true])) : {};
  const project = compileProjection({ ...rest, ...shown });
  return (raw) => {
    const editable = new EditableDocument(project(raw));
    for (const part of parts) editable.change(part.path.split('.'), changeTo(part, raw));
    return editable.toRaw();
  };
}

function isIncluded(value: unknown): boolean {
  if (isNumeric(value)) return numberOf(value) !== 0;
  return value === true || typeof value === 'string' || isPlainObject(value);
}

function changeTo({ path, show }: ArrayPart, raw: Buffer): Change {
  if (resolvePath(raw, fieldPath(path)) === 'array') throw unsupported('A part of arrays within an array');
  return passing((old) => (Array.isArray(old) ? show(old, raw) : old));
}

function arrayPart(path: string, value: unknown, filter: Doc): ArrayPart | undefined {
  if (path.endsWith('.$')) {
    const array = path.slice(0, -2);
    const show: ArrayPart['show'] = (items, raw) => [items[matchedElement(decodeTyped(raw), array.split('.'), filter)]];
    return { path: array, isInclusive: true, show };
  }
  const [operator, ...others] = isPlainObject(value) ? Object.keys(value) : [];
  if (!isPlainObject(value) || operator === undefined || others.length > 0) return undefined;
  if (operator === '$elemMatch') return { path, isInclusive: true, show: firstMatch(path, value['$elemMatch']) };
  const range = operator === '$slice' ? sliceRange(value['$slice']) : undefined;
  return range && { path, isInclusive: false, show: (items) => cut(items, range) };
}

function firstMatch(path: string, condition: unknown): ArrayPart['show'] {
  if (path.includes('.')) throw new MongoError(31275, `Cannot use $elemMatch projection on a nested field: ${path}`);
  const matches = compileFilter(parseFilter({ v: { $elemMatch: condition } }));
  return (items) => {
    const found = items.find((item) => matches(encode({ v: [item] }), 0));
    return found === undefined ? undefined : [found];
  };
}

/** @returns undefined for the expression of that name, which has an array as its first operand */
function sliceRange(operand: unknown): { skip: number; limit: number } | undefined {
  const numbers = (Array.isArray(operand) ? operand : [operand]).map(numberOf);
  const [first = NaN, second] = numbers;
  if (Array.isArray(operand) && Number.isNaN(first)) return undefined;
  if (numbers.some((value) => !Number.isInteger(value)))
    throw new MongoError(28724, '$slice needs one or two integers');
  if (second === undefined) return first < 0 ? { skip: first, limit: -first } : { skip: 0, limit: first };
  if (second > 0) return { skip: first, limit: second };
  throw new MongoError(28729, 'The limit of $slice must be positive');
}

function cut(items: readonly unknown[], { skip, limit }: { skip: number; limit: number }): unknown[] {
  const from = skip < 0 ? Math.max(0, items.length + skip) : skip;
  return items.slice(from, from + limit);
}
