import { type Doc, decodeTyped, encode, getField, isPlainObject } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { isOperators, parseFilter } from '../query/filter.js';
import { compileFilter } from '../query/matcher.js';
import { renderValue } from '../storage/render-value.js';
import { isPositional } from './parse-update.js';

/** What positional parts of a path refer to. */
export interface Positions {
  /** The filter that found the document: its match in the array is what `$` stands for. */
  readonly filter: Doc;
  /** By the names between the brackets of `$[name]`. */
  readonly arrayFilters: ReadonlyMap<string, (element: unknown) => boolean>;
}

/** The paths that a positional one stands for in a document, each with an element's number in the place of `$`, `$[]` or `$[name]`.
 * @throws MongoError BadValue (2) where there is no array, or the filter found nothing in it */
export function expandPath(raw: Buffer, parts: readonly string[], positions: Positions): string[][] {
  if (!parts.some(isPositional)) return [[...parts]];
  const doc = decodeTyped(raw);
  return expand(doc, { done: [], rest: parts }, { doc, positions });
}

interface Way {
  readonly done: readonly string[];
  readonly rest: readonly string[];
}

function expand(value: unknown, { done, rest }: Way, found: { doc: Doc; positions: Positions }): string[][] {
  const [part, ...deeper] = rest;
  if (part === undefined || !rest.some(isPositional)) return [[...done, ...rest]];
  const step = (name: string): string[][] => {
    const inner = isPlainObject(value) || Array.isArray(value) ? getField(value as Doc, name) : undefined;
    return expand(inner, { done: [...done, name], rest: deeper }, found);
  };
  if (part === '$') return step(`${matchedElement(found.doc, done, found.positions.filter)}`);
  if (!isPositional(part)) return step(part);
  const path = done.join('.');
  if (value === undefined) {
    throw new MongoError(2, `The path '${path}' must exist in the document in order to apply array updates.`);
  }
  if (!Array.isArray(value))
    throw new MongoError(2, `Cannot apply array updates to non-array element ${path}: ${renderValue(value)}`);
  const name = part.slice(2, -1);
  const isMeant = name === '' ? () => true : found.positions.arrayFilters.get(name);
  if (isMeant === undefined)
    throw new MongoError(2, `No array filter found for identifier '${name}' in path '${path}.${part}'`);
  return value.flatMap((element, index) => (isMeant(element) ? step(`${index}`) : []));
}

/** Which element of an array a filter found: of the conditions that lead into the array the last one counts, and in the array the first
 * element that it is true of.
 * @param array the array's path
 * @throws MongoError BadValue (2) where the filter found none */
export function matchedElement(doc: Doc, array: readonly string[], filter: Doc): number {
  const items = array.reduce<unknown>((value, name) => getField(value as Doc, name) ?? [], doc);
  const prefix = array.join('.');
  for (const [path, condition] of conditionsOf(filter).reverse()) {
    if (path !== prefix && !path.startsWith(`${prefix}.`)) continue;
    const matches = compileFilter(parseFilter({ [path]: condition }));
    const single = (item: unknown): Doc =>
      array.reduceRight<unknown>((inner, name) => ({ [name]: inner }), [item]) as Doc;
    const at = Array.isArray(items) ? items.findIndex((item) => matches(encode(single(item)), 0)) : -1;
    if (at >= 0) return at;
  }
  throw new MongoError(2, 'The positional operator did not find the match needed from the query.');
}

/** What asks for the absence or the number of elements finds none. */
const FINDS_NOTHING: ReadonlySet<string> = new Set(['$ne', '$nin', '$not', '$size']);

function finds([operator, operand]: [string, unknown]): boolean {
  if (operator === '$exists') return Number(operand) !== 0 && operand !== null;
  return !FINDS_NOTHING.has(operator);
}

function conditionsOf(filter: Doc): [string, unknown][] {
  return Object.entries(filter).flatMap(([name, value]): [string, unknown][] => {
    if ((name === '$and' || name === '$or') && Array.isArray(value)) {
      return value.flatMap((branch) => (isPlainObject(branch) ? conditionsOf(branch) : []));
    }
    if (name.startsWith('$')) return [];
    if (!isOperators(value)) return [[name, value]];
    const finding = Object.entries(value).filter(finds);
    return finding.length === 0 ? [] : [[name, Object.fromEntries(finding)]];
  });
}

/** Prepares `arrayFilters`.
 * @param texts the paths of the update, which must use every filter
 * @throws MongoError FailedToParse (9), BadValue (2) */
export function parseArrayFilters(filters: unknown, texts: readonly string[]): Positions['arrayFilters'] {
  const parsed = new Map<string, (element: unknown) => boolean>();
  if (filters === undefined) return parsed;
  if (!Array.isArray(filters)) throw new MongoError(14, 'arrayFilters must be an array');
  for (const filter of filters) {
    if (!isPlainObject(filter)) throw new MongoError(14, 'An array filter must be an object');
    const name = identifierOf(filter);
    if (parsed.has(name))
      throw new MongoError(9, `Found multiple array filters with the same top-level field name ${name}`);
    if (!texts.some((text) => text.includes(`$[${name}]`))) {
      throw new MongoError(9, `The array filter for identifier '${name}' was not used in the update`);
    }
    const matches = compileFilter(parseFilter(filter));
    parsed.set(name, (element) => matches(encode({ [name]: element }), 0));
  }
  return parsed;
}

function identifierOf(filter: Doc): string {
  const names = new Set(namesIn(filter));
  const [name] = names;
  if (name === undefined || names.size > 1) {
    throw new MongoError(
      9,
      `Expected a single top-level field name in an array filter, found ${[...names].join(', ') || 'none'}`,
    );
  }
  if (/^[a-z][a-zA-Z0-9]*$/.test(name)) return name;
  throw new MongoError(
    2,
    `The top-level field name '${name}' must be an alphanumeric string beginning with a lowercase letter`,
  );
}

function namesIn(filter: Doc): string[] {
  return Object.entries(filter).flatMap(([name, value]) => {
    if (!name.startsWith('$')) return [name.split('.', 1)[0] ?? ''];
    return Array.isArray(value) ? value.flatMap((branch) => (isPlainObject(branch) ? namesIn(branch) : [])) : [];
  });
}
