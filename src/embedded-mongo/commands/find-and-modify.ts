import { type Doc, getField, isPlainObject } from '../bson/bson.js';
import { element, encodeElement, prepend } from '../bson/build.js';
import { T } from '../bson/bson.js';
import { MongoError } from '../errors.js';
import { checkFilter, documentsOfQuery, openQuery, type Query } from '../query/open-query.js';
import { compileFindProjection } from '../query/find-projection.js';
import { parseSort } from '../query/sort.js';
import type { Collection } from '../storage/catalogue.js';
import { prepareUpdate } from '../update/apply-update.js';
import { parseUpdate } from '../update/parse-update.js';
import { rawField, type Request } from '../wire/op-msg.js';
import type { Engine } from './engine.js';
import { checkOptions, collectionName, deadlineOf, documentOption } from './options.js';
import { type Handler, hintOf } from './read-commands.js';
import { bindExpression, bindFilter, bindPipeline, variablesOf } from './variables.js';
import { idOf } from './write-commands.js';

/** What a `findAndModify` did. */
interface Outcome {
  readonly lastErrorObject: Doc;
  /** The document to show, before the projection. */
  readonly value: Buffer | undefined;
}

const OPTIONS = ['query', 'sort', 'remove', 'update', 'new', 'upsert', 'fields', 'hint', 'arrayFilters', 'let'];

/** `findAndModify` */
export const findAndModify: Handler = (engine, asked) => {
  checkOptions(asked, OPTIONS);
  const request = bound(asked);
  const { body } = request;
  const project = compileFindProjection(documentOption(body, 'fields'), documentOption(body, 'query'));
  checkFilter(documentOption(body, 'query'));
  const collection = engine.catalogue.find(request.db, collectionName(request));
  const found = collection && findOne(engine, collection, body);
  const outcome =
    body['remove'] === true ? remove(engine, collection, found) : modify(engine, request, { collection, found });
  const value =
    outcome.value === undefined ? encodeElement('value', null) : element(T.document, 'value', project(outcome.value));
  return prepend([value], { lastErrorObject: outcome.lastErrorObject, ok: 1 });
};

/** The same with the values of its variables where they are used. */
function bound(request: Request): Request {
  const { body } = request;
  const variables = variablesOf(body);
  if (variables.size === 0) return request;
  const update = body['update'];
  return {
    ...request,
    body: {
      ...body,
      query: bindFilter(documentOption(body, 'query'), variables),
      fields: bindExpression(documentOption(body, 'fields'), variables),
      ...(Array.isArray(update) ? { update: bindPipeline(update, variables) } : {}),
    },
  };
}

function findOne(engine: Engine, collection: Collection, body: Doc): Buffer | undefined {
  const query: Query = {
    filter: documentOption(body, 'query'),
    sort: parseSort(documentOption(body, 'sort')),
    hint: hintOf(body),
    limit: 1,
    ...deadlineOf(body),
  };
  for (const raw of documentsOfQuery(openQuery(engine, collection, query), query)) return raw;
  return undefined;
}

function remove(engine: Engine, collection: Collection | undefined, found: Buffer | undefined): Outcome {
  if (collection === undefined || found === undefined) return { lastErrorObject: { n: 0 }, value: undefined };
  engine.store.remove(collection, engine.store.keyOf(collection, found), found);
  return { lastErrorObject: { n: 1 }, value: found };
}

function modify(
  engine: Engine,
  request: Request,
  { collection, found }: { collection: Collection | undefined; found: Buffer | undefined },
): Outcome {
  const { body, rawBody } = request;
  const update = getField(body, 'update');
  if (!isPlainObject(update) && !Array.isArray(update)) {
    throw new MongoError(9, "Either an update or 'remove' must be specified");
  }
  const filter = documentOption(body, 'query');
  const parsed = parseUpdate(update, rawField(rawBody, 'update') ?? rawBody);
  const updater = prepareUpdate(parsed, { filter, arrayFilters: body['arrayFilters'], nowMs: engine.now() });
  const showsNew = body['new'] === true;
  if (collection !== undefined && found !== undefined) {
    const after = updater.update(found);
    if (!after.equals(found)) {
      engine.store.replace(collection, engine.store.keyOf(collection, found), {
        before: found,
        after,
        touched: updater.touched,
      });
    }
    return { lastErrorObject: { n: 1, updatedExisting: true }, value: showsNew ? after : found };
  }
  if (body['upsert'] !== true) return { lastErrorObject: { n: 0, updatedExisting: false }, value: undefined };
  const made = updater.insert(filter);
  engine.store.insert(collection ?? engine.catalogue.create(request.db, collectionName(request)), made);
  return {
    lastErrorObject: { n: 1, updatedExisting: false, upserted: idOf(made) },
    value: showsNew ? made : undefined,
  };
}
