import { type Doc, Int32, isPlainObject, numberOf } from '../bson/bson.js';
import { fieldPath } from '../bson/path.js';
import { MongoError, unsupported } from '../errors.js';
import type { Collection, Index, IndexSpec } from '../storage/catalogue.js';
import { numberPrefix, prefixRange } from '../storage/environment.js';
import { closedCursorReply } from './cursors.js';
import type { Engine } from './engine.js';
import { checkOptions, collectionName } from './options.js';
import type { Handler } from './read-commands.js';

/** Options of an index that change nothing here: all builds block, all entries have one format. */
const HARMLESS: ReadonlySet<string> = new Set(['key', 'name', 'v', 'background', 'ns']);

/** `createIndexes` */
export const createIndexes: Handler = (engine, request) => {
  checkOptions(request, ['indexes', 'commitQuorum']);
  const specs = request.body['indexes'];
  if (!Array.isArray(specs) || specs.length === 0) throw new MongoError(2, 'Must specify at least one index to create');
  const name = collectionName(request);
  const isNew = engine.catalogue.find(request.db, name) === undefined;
  let collection = engine.catalogue.create(request.db, name);
  const before = collection.indexes.length + 1;
  const wanted = specs.map(parseIndex);
  // A transaction of its own within the group's: a duplicate key found half way takes the whole build back.
  engine.env.write(() => {
    for (const spec of wanted) {
      if (!isIdIndex(spec) && !isPresent(collection, spec)) collection = build(engine, collection, spec);
    }
  });
  return {
    numIndexesBefore: new Int32(before),
    numIndexesAfter: new Int32(collection.indexes.length + 1),
    createdCollectionAutomatically: isNew,
    ...(collection.indexes.length + 1 === before ? { note: 'all indexes already exist' } : {}),
    ok: 1,
  };
};

/** `listIndexes` */
export const listIndexes: Handler = (engine, request) => {
  checkOptions(request, ['cursor', 'includeBuildUUIDs', 'includeIndexBuildInfo']);
  const name = collectionName(request);
  const collection = engine.catalogue.find(request.db, name);
  if (collection === undefined) throw new MongoError(26, `ns does not exist: ${request.db}.${name}`);
  return closedCursorReply(`${request.db}.${name}`, describeIndexes(collection));
};

/** The indexes of a collection as `listIndexes` gives them, the one on `_id` first. */
export function describeIndexes({ indexes }: Collection): Doc[] {
  return [{ v: new Int32(2), key: { _id: new Int32(1) }, name: '_id_' }, ...indexes.map(describe)];
}

/** `dropIndexes` */
export const dropIndexes: Handler = (engine, request) => {
  checkOptions(request, ['index']);
  const name = collectionName(request);
  let collection = engine.catalogue.find(request.db, name);
  if (collection === undefined) throw new MongoError(26, `ns not found ${request.db}.${name}`);
  const before = collection.indexes.length + 1;
  for (const index of chosen(collection, request.body['index']))
    collection = engine.catalogue.dropIndex(collection, index);
  return { nIndexesWas: new Int32(before), ok: 1 };
};

function chosen(collection: Collection, which: unknown): readonly Index[] {
  if (which === '*') return collection.indexes;
  if (which === '_id_') throw new MongoError(72, 'cannot drop _id index');
  if (Array.isArray(which)) return which.flatMap((item) => chosen(collection, item));
  const pattern = isPlainObject(which) ? patternText(parseKey(which)) : undefined;
  const found = collection.indexes.find(({ name, fields }) => name === which || patternText(fields) === pattern);
  if (found === undefined) throw new MongoError(27, `index not found with name [${String(which)}]`);
  return [found];
}

function parseIndex(spec: unknown): IndexSpec {
  if (!isPlainObject(spec)) throw new MongoError(14, 'An index specification must be an object');
  const { key, name, unique, sparse, expireAfterSeconds } = spec;
  if (!isPlainObject(key) || Object.keys(key).length === 0) throw new MongoError(67, 'Index keys cannot be empty.');
  if (typeof name !== 'string' || name === '')
    throw new MongoError(9, "The 'name' field is a required property of an index");
  for (const option of Object.keys(spec)) checkOption(option, spec[option]);
  const fields = parseKey(key);
  if (expireAfterSeconds !== undefined) checkExpiry(expireAfterSeconds, fields.length);
  return {
    name,
    fields,
    isUnique: isTrue(unique),
    isSparse: isTrue(sparse),
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds: numberOf(expireAfterSeconds) }),
  };
}

function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'object' && value !== null && numberOf(value) === 1);
}

function checkOption(option: string, value: unknown): void {
  if (HARMLESS.has(option) || option === 'unique' || option === 'sparse' || option === 'expireAfterSeconds') return;
  if (value === false || value === undefined) return;
  if (option === 'collation' && isPlainObject(value) && value['locale'] === 'simple') return;
  throw unsupported(`The index option ${option}`);
}

function checkExpiry(seconds: unknown, fieldCount: number): void {
  const value = numberOf(seconds);
  if (!(value >= 0 && value <= 0x7fffffff))
    throw new MongoError(67, 'TTL index expireAfterSeconds must be within 0 to 2147483647');
  if (fieldCount !== 1)
    throw new MongoError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL');
}

function parseKey(key: Doc): IndexSpec['fields'] {
  return Object.entries(key).map(([name, kind]) => {
    if (typeof kind === 'string') throw unsupported(`A ${kind} index`);
    if (name.includes('$')) throw unsupported(`An index on ${name}`);
    const direction = numberOf(kind);
    if (direction !== 1 && direction !== -1) throw new MongoError(67, 'Values in an index key pattern must be 1 or -1');
    return { path: fieldPath(name), direction };
  });
}

function isIdIndex({ fields }: IndexSpec): boolean {
  return patternText(fields) === '_id:1';
}

function patternText(fields: IndexSpec['fields']): string {
  return fields.map(({ path, direction }) => `${path.text}:${direction}`).join();
}

/** Whether the very same index is there. @throws MongoError IndexOptionsConflict (85), IndexKeySpecsConflict (86) */
function isPresent(collection: Collection, spec: IndexSpec): boolean {
  const pattern = patternText(spec.fields);
  const sameName = collection.indexes.find(({ name }) => name === spec.name);
  const samePattern = collection.indexes.find(({ fields }) => patternText(fields) === pattern);
  if (sameName !== undefined) {
    if (patternText(sameName.fields) === pattern && hasSameOptions(sameName, spec)) return true;
    throw new MongoError(
      86,
      `An existing index has the same name as the requested index (${spec.name}) but other keys or options`,
    );
  }
  if (samePattern === undefined) return false;
  throw new MongoError(85, `Index already exists with a different name or options: ${samePattern.name}`);
}

function hasSameOptions(a: IndexSpec, b: IndexSpec): boolean {
  return a.isUnique === b.isUnique && a.isSparse === b.isSparse && a.expireAfterSeconds === b.expireAfterSeconds;
}

function build(engine: Engine, before: Collection, spec: IndexSpec): Collection {
  const { index, collection } = engine.catalogue.addIndex(before, spec);
  for (const entry of engine.env.scanDocuments(prefixRange(numberPrefix(collection.id)))) {
    engine.store.addToIndex(collection, index, entry);
  }
  return engine.catalogue.find(collection.db, collection.name) ?? collection;
}

function describe({ name, fields, isUnique, isSparse, expireAfterSeconds }: Index): Doc {
  return {
    v: new Int32(2),
    key: Object.fromEntries(fields.map(({ path, direction }) => [path.text, new Int32(direction)])),
    name,
    ...(isUnique ? { unique: true } : {}),
    ...(isSparse ? { sparse: true } : {}),
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds: new Int32(expireAfterSeconds) }),
  };
}
