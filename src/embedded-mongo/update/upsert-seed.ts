import { BSONRegExp, type Doc, getField, isPlainObject, setField } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { isOperators } from '../query/filter.js';

/** The fields that an upsert takes over from its filter: those that can have one value only. */
export function equalitiesOf(filter: Doc): Doc {
  const seed: Doc = {};
  collect(filter, seed);
  return seed;
}

function collect(filter: Doc, seed: Doc): void {
  for (const [name, value] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(value)) {
      for (const branch of value) if (isPlainObject(branch)) collect(branch, seed);
    } else if (name === '$or' && Array.isArray(value) && value.length === 1 && isPlainObject(value[0])) {
      collect(value[0], seed);
    } else if (!name.startsWith('$')) {
      const equal = equalTo(value);
      if (equal !== undefined) setPath(seed, name.split('.'), equal);
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

function setPath(target: Doc, [name = '', ...rest]: readonly string[], value: unknown): void {
  const old = getField(target, name);
  if (rest.length === 0) {
    if (old !== undefined)
      throw new MongoError(54, `cannot infer query fields to set, path '${name}' is matched twice`);
    return setField(target, name, value);
  }
  if (old !== undefined && !isPlainObject(old)) {
    throw new MongoError(54, `cannot infer query fields to set, path '${name}' is matched twice`);
  }
  const inner: Doc = old ?? {};
  setField(target, name, inner);
  setPath(inner, rest, value);
}
