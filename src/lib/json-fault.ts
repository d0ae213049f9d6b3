/** Bounds of a JSON value that somebody else made. */
export interface JsonLimits {
  /** Levels of objects and arrays, the outermost included. */
  readonly maxDepth: number;
  /** Keys and items at every level together. */
  readonly maxEntries: number;
}

/** What is wrong with a JSON value, and where. */
export interface JsonFault {
  readonly path: readonly (string | number)[];
  readonly code: 'too_deep' | 'too_many_keys' | 'forbidden_key' | 'not_finite';
  readonly msg: string;
}

/** Keys that mean something to JavaScript or to BSON, instead of being data. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', '_bsontype']);

interface Place {
  readonly value: unknown;
  readonly path: readonly (string | number)[];
}

/** Looks for what must not be stored, without recursion: a value may be nested deeper than a call stack.
 * @param value what JSON.parse made
 * @returns the first fault, or null */
export function jsonFault(value: unknown, { maxDepth, maxEntries }: JsonLimits): JsonFault | null {
  const todo: Place[] = [{ value, path: [] }];
  let entries = 0;
  for (let place = todo.pop(); place !== undefined; place = todo.pop()) {
    const { value: current, path } = place;
    if (typeof current === 'number' && !Number.isFinite(current)) {
      return { path, code: 'not_finite', msg: 'must be a finite number' };
    }
    if (typeof current !== 'object' || current === null) continue;
    if (path.length >= maxDepth)
      return { path, code: 'too_deep', msg: `must be nested at most ${maxDepth} levels deep` };
    const children = childrenOf(current);
    entries += children.length;
    if (entries > maxEntries) {
      return { path: [], code: 'too_many_keys', msg: `must have at most ${maxEntries} keys and items in all` };
    }
    for (const [key, child] of children) {
      if (isForbidden(key)) return { path, code: 'forbidden_key', msg: 'must not have a key of that name' };
      todo.push({ value: child, path: [...path, key] });
    }
  }
  return null;
}

function childrenOf(container: object): readonly (readonly [string | number, unknown])[] {
  return Array.isArray(container) ? [...container.entries()] : Object.entries(container);
}

function isForbidden(key: string | number): boolean {
  return typeof key === 'string' && (FORBIDDEN_KEYS.has(key) || key.includes('\0'));
}
