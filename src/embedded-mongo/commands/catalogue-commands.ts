import { type Doc, Int32 } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { compileFilter } from '../query/matcher.js';
import { parseFilter } from '../query/filter.js';
import { encode } from '../bson/bson.js';
import { closedCursorReply } from './cursors.js';
import { checkOptions, collectionName, documentOption } from './options.js';
import type { Handler } from './read-commands.js';

/** `create` */
export const create: Handler = (engine, request) => {
  checkOptions(request, ['idIndex']);
  const name = collectionName(request);
  if (engine.catalogue.find(request.db, name) !== undefined) {
    throw new MongoError(48, `Collection ${request.db}.${name} already exists.`);
  }
  engine.catalogue.create(request.db, name);
  return { ok: 1 };
};

/** `drop` */
export const drop: Handler = (engine, request) => {
  checkOptions(request, []);
  const name = collectionName(request);
  const collection = engine.catalogue.find(request.db, name);
  if (collection === undefined) throw new MongoError(26, 'ns not found');
  engine.catalogue.drop(collection);
  return { nIndexesWas: new Int32(collection.indexes.length + 1), ns: `${request.db}.${name}`, ok: 1 };
};

/** `dropDatabase` */
export const dropDatabase: Handler = (engine, request) => {
  checkOptions(request, []);
  const collections = engine.catalogue.list(request.db);
  for (const collection of collections) engine.catalogue.drop(collection);
  return { ...(collections.length > 0 ? { dropped: request.db } : {}), ok: 1 };
};

/** `listCollections` */
export const listCollections: Handler = (engine, request) => {
  checkOptions(request, ['filter', 'nameOnly', 'authorizedCollections', 'cursor']);
  const matches = compileFilter(parseFilter(documentOption(request.body, 'filter')));
  const isNameOnly = request.body['nameOnly'] === true;
  const found = engine.catalogue
    .list(request.db)
    .map(({ name }): Doc => (isNameOnly ? { name, type: 'collection' } : describe(name)))
    .filter((doc) => matches(encode(doc), 0));
  return closedCursorReply(`${request.db}.$cmd.listCollections`, found);
};

function describe(name: string): Doc {
  const idIndex = { v: new Int32(2), key: { _id: new Int32(1) }, name: '_id_' };
  return { name, type: 'collection', options: {}, info: { readOnly: false }, idIndex };
}

/** `listDatabases` */
export const listDatabases: Handler = (engine, request) => {
  checkOptions(request, ['filter', 'nameOnly', 'authorizedDatabases']);
  const matches = compileFilter(parseFilter(documentOption(request.body, 'filter')));
  const names = [...new Set(engine.catalogue.list().map(({ db }) => db))];
  const databases = names.map((name): Doc => ({ name })).filter((doc) => matches(encode(doc), 0));
  return { databases, totalSize: 0, ok: 1 };
};
