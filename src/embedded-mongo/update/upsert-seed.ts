import { BSONRegExp, type Doc, getField, isPlainObject, setField } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { isOperators } from '../query/filter.js';

/** The fields that an upsert takes over from its filter: those that can have one value only. */
export function equalitiesOf(filter: Doc): Doc {
  const seed: Doc = {};
  collect(filter, { seed, given: new Set() });
  return seed;
}

interface Collected {
  readonly seed: Doc;
  /** The values taken over: nothing may be put into one of them. */
  readonly given: Set<unknown>;
}

function collect(filter: Doc, into: Collected): void {
  for (const [name, value] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(value)) {
      for (const branch of value) if (isPlainObject(branch)) collect(branch, into);
    } else if (name === '$or' && Array.isArray(value) && value.length === 1 && isPlainObject(value[0])) {
      collect(value[0], into);
    } else if (!name.startsWith('$')) {
      const equal = equalTo(value);
      if (equal !== undefined) setPath(into.seed, name.split('.'), { equal, given: into.given });
    }
  }
}

function equalTo(value: unknown): unknown {
  if (!isOperators(value)) return isPattern(value) ? undefined : value;
  if (value['$eq'] !== undefined) return value['$eq'];
  const among = value['$in'];
  return Array.isArray(among) && among.length === 1 && !isPattern(among[0]) ? among[0] : undefined;
}

function isPattern(value: unknown): boolean {
  return value instanceof BSONRegExp;
}

function setPath(
  target: Doc,
  [name = '', ...rest]: readonly string[],
  { equal, given }: { equal: unknown; given: Set<unknown> },
): void {
  const old = getField(target, name);
  const isTaken = rest.length === 0 || !isPlainObject(old) || given.has(old);
  if (old !== undefined && isTaken) {
    throw new MongoError(54, `cannot infer query fields to set, path '${name}' is matched twice`);
  }
  if (rest.length === 0) {
    if (isPlainObject(equal)) given.add(equal);
    return setField(target, name, equal);
  }
  const inner: Doc = isPlainObject(old) ? old : {};
  setField(target, name, inner);
  setPath(inner, rest, { equal, given });
}
