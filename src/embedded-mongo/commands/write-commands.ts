import { type Doc, decodeTyped, getField, Int32, isPlainObject } from '../bson/bson.js';
import { decodeValue } from '../bson/element-value.js';
import { findField } from '../bson/raw.js';
import { MongoError } from '../errors.js';
import { execute } from '../query/execute.js';
import { checkFilter, openQuery, type Query } from '../query/open-query.js';
import type { Collection } from '../storage/catalogue.js';
import type { Entry } from '../storage/environment.js';
import { checkedForInsert } from '../storage/new-document.js';
import { prepareUpdate } from '../update/apply-update.js';
import { parseUpdate } from '../update/parse-update.js';
import { documentsIn, rawField, type Request } from '../wire/op-msg.js';
import { checkStatements, runItems, type Tally } from './batch.js';
import type { Engine } from './engine.js';
import { checkOptions, collectionName } from './options.js';
import { quickUpdate } from './quick-update.js';
import type { Handler } from './read-commands.js';
import { hintOf } from './read-commands.js';
import { bindFilter, bindPipeline, variablesOf } from './variables.js';

const ID = Buffer.from('_id');

/** `insert` */
export const insert: Handler = (engine, request) => {
  checkOptions(request, ['documents', 'ordered']);
  const name = collectionName(request);
  const begin = () => {
    const collection = engine.catalogue.create(request.db, name);
    return (raw: Buffer, _index: number, tally: Tally): void => {
      engine.store.insert(collection, checkedForInsert(raw));
      tally.n++;
    };
  };
  return runItems({ request, items: documentsIn(request, 'documents') }, begin, ({ n }) => ({ n }));
};

/** What a statement of an `update` may hold. */
const UPDATE_FIELDS = ['q', 'u', 'multi', 'upsert', 'hint', 'arrayFilters'];

/** `update` */
export const update: Handler = (engine, request) => {
  checkOptions(request, ['updates', 'ordered', 'let']);
  const name = collectionName(request);
  const begin = () => {
    // For the quick ones it is enough to look once a step: what an upsert in between makes of it changes neither numbers nor keys.
    const collection = engine.catalogue.find(request.db, name);
    return (raw: Buffer, index: number, tally: Tally): void => {
      const quick = collection && quickUpdate(engine, collection, raw);
      const result: UpdateResult = quick ?? updateOne(engine, request, raw);
      tally.n += result.matched + (result.upsertedId === undefined ? 0 : 1);
      tally.nModified += result.modified;
      if (result.upsertedId !== undefined) tally.upserted.push({ index: new Int32(index), _id: result.upsertedId });
    };
  };
  const items = documentsIn(request, 'updates');
  checkStatements(items, UPDATE_FIELDS);
  return runItems({ request, items }, begin, ({ n, nModified, upserted }) => {
    return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}) };
  });
};

interface UpdateResult {
  readonly matched: number;
  readonly modified: number;
  readonly upsertedId?: unknown;
}

function updateOne(engine: Engine, request: Request, raw: Buffer): UpdateResult {
  const statement = decodeTyped(raw);
  const variables = variablesOf(request.body);
  const filter = bindFilter(filterOf(statement), variables);
  const change = getField(statement, 'u');
  const parsed = parseUpdate(
    Array.isArray(change) ? bindPipeline(change, variables) : change,
    rawField(raw, 'u') ?? raw,
  );
  const isMulti = statement['multi'] === true;
  if (isMulti && parsed.kind === 'replacement')
    throw new MongoError(9, 'multi update is not supported for replacement-style update');
  const updater = prepareUpdate(parsed, { filter, arrayFilters: statement['arrayFilters'], nowMs: engine.now() });
  const name = collectionName(request);
  const existing = engine.catalogue.find(request.db, name);
  if (existing === undefined) checkFilter(filter);
  const found =
    existing === undefined
      ? []
      : matchesOf(engine, existing, { filter, hint: hintOf(statement), limit: isMulti ? 0 : 1 });
  if (existing !== undefined && found.length > 0) {
    let modified = 0;
    for (const { key, value } of found) {
      const after = updater.update(value);
      if (after.equals(value)) continue;
      engine.store.replace(existing, key, { before: value, after, touched: updater.touched });
      modified++;
    }
    return { matched: found.length, modified };
  }
  if (statement['upsert'] !== true) return { matched: 0, modified: 0 };
  const made = updater.insert(filter);
  engine.store.insert(existing ?? engine.catalogue.create(request.db, name), made);
  return { matched: 0, modified: 0, upsertedId: idOf(made) };
}

/** All matches, read before the first is changed: a change may move a document within the index being walked. */
export function matchesOf(engine: Engine, collection: Collection, query: Query): Entry[] {
  const found: Entry[] = [];
  for (const entry of execute(openQuery(engine, collection, query))) {
    found.push(entry);
    if (found.length === query.limit) break;
  }
  return found;
}

/** A document's `_id`, decoded. */
export function idOf(raw: Buffer): unknown {
  const id = findField(raw, ID);
  return id && decodeValue(raw, id.type, id.value);
}

function filterOf(statement: Doc): Doc {
  const filter = statement['q'];
  if (!isPlainObject(filter)) throw new MongoError(14, "BSON field 'q' is the wrong type, expected an object");
  return filter;
}
