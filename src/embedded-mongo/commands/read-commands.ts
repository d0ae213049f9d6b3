import { type Doc, isPlainObject, numberOf } from '../bson/bson.js';
import { MongoError, unsupported } from '../errors.js';
import { runPipeline } from '../aggregate/pipeline.js';
import { stageEntry } from '../aggregate/stages.js';
import { countMatches, type Execution } from '../query/execute.js';
import { checkFilter, documentsOfQuery, openQuery, type Query } from '../query/open-query.js';
import { compileFindProjection } from '../query/find-projection.js';
import { parseSort } from '../query/sort.js';
import type { Collection } from '../storage/catalogue.js';
import type { Request } from '../wire/op-msg.js';
import { FIRST_BATCH } from './cursors.js';
import { distinctValues } from './distinct.js';
import type { Engine } from './engine.js';
import type { Unfinished } from './unfinished.js';
import { checkOptions, collectionName, deadlineOf, documentOption, numberOption } from './options.js';
import { bindExpression, bindFilter, bindPipeline, variablesOf } from './variables.js';

/** Runs a command and returns its reply, as a document or already encoded; a write may need several steps. */
export type Handler = (engine: Engine, request: Request) => Doc | Buffer | Unfinished;

const FIND_OPTIONS = [
  'filter',
  'sort',
  'projection',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'allowDiskUse',
  'noCursorTimeout',
  'oplogReplay',
  'let',
];

/** `find` */
export const find: Handler = (engine, request) => {
  checkOptions(request, FIND_OPTIONS);
  const { body, db } = request;
  const name = collectionName(request);
  const collection = engine.catalogue.find(db, name);
  const projection = bindExpression(documentOption(body, 'projection'), variablesOf(body)) as Doc;
  const project = compileFindProjection(projection, documentOption(body, 'filter'));
  const opened = collection && openFind(engine, collection, request);
  const query = opened?.query ?? findQuery(body);
  if (opened === undefined) checkFilter(query.filter);
  const found = opened === undefined ? [] : documentsOfQuery(opened.execution, query);
  return engine.cursors.start({
    namespace: `${db}.${name}`,
    docs: mapped(found, project),
    batchSize: numberOption(body, 'batchSize') ?? FIRST_BATCH,
    isSingleBatch: body['singleBatch'] === true,
  });
};

interface OpenedFind {
  readonly query: Query;
  readonly execution: Execution;
}

/** Finds that were planned to see where they should run: planning a list of a thousand ids twice would cost as much as reading them. */
const openedFinds = new WeakMap<Request, OpenedFind>();

/** Plans a `find`; the second time it gives the first plan, so both must happen in one go. */
export function openFind(engine: Engine, collection: Collection, request: Request): OpenedFind {
  const known = openedFinds.get(request);
  if (known !== undefined) return known;
  const query = findQuery(request.body);
  const opened = { query, execution: openQuery(engine, collection, query) };
  openedFinds.set(request, opened);
  return opened;
}

/** What a `find` asks for. */
function findQuery(body: Doc): Query {
  return {
    filter: bindFilter(documentOption(body, 'filter'), variablesOf(body)),
    sort: parseSort(documentOption(body, 'sort')),
    hint: hintOf(body),
    skip: numberOption(body, 'skip') ?? 0,
    limit: numberOption(body, 'limit') ?? 0,
    ...deadlineOf(body),
  };
}

function* mapped(docs: Iterable<Buffer>, map: (raw: Buffer) => Buffer): Generator<Buffer, void> {
  for (const raw of docs) yield map(raw);
}

/** The index that a command insists on; undefined where it leaves the choice to the planner. */
export function hintOf(body: Doc): unknown {
  const hint = body['hint'];
  return isPlainObject(hint) && Object.keys(hint).length === 0 ? undefined : hint;
}

/** `count` */
export const count: Handler = (engine, request) => {
  checkOptions(request, ['query', 'hint', 'skip', 'limit', 'fields']);
  const { body, db } = request;
  const collection = engine.catalogue.find(db, collectionName(request));
  const query: Query = { filter: documentOption(body, 'query'), hint: hintOf(body), ...deadlineOf(body) };
  if (collection === undefined) {
    checkFilter(query.filter);
    return { n: 0, ok: 1 };
  }
  const all = countMatches(openQuery(engine, collection, query));
  const left = Math.max(0, all - (numberOption(body, 'skip') ?? 0));
  const limit = numberOption(body, 'limit') ?? 0;
  return { n: limit === 0 ? left : Math.min(left, limit), ok: 1 };
};

/** `distinct` */
export const distinct: Handler = (engine, request) => {
  checkOptions(request, ['key', 'query', 'hint']);
  const { body, db } = request;
  const collection = engine.catalogue.find(db, collectionName(request));
  const query: Query = { filter: documentOption(body, 'query'), hint: hintOf(body), ...deadlineOf(body) };
  if (typeof body['key'] !== 'string') throw new MongoError(14, "BSON field 'distinct.key' must be a string");
  if (collection === undefined) {
    checkFilter(query.filter);
    return { values: [], ok: 1 };
  }
  return { values: distinctValues(openQuery(engine, collection, query), body['key']), ok: 1 };
};

/** `aggregate` */
export const aggregate: Handler = (engine, request) => {
  checkOptions(request, ['pipeline', 'cursor', 'hint', 'allowDiskUse', 'let']);
  const { body, db } = request;
  if (typeof body['aggregate'] !== 'string') throw unsupported('An aggregate without a collection');
  const name = collectionName(request);
  const pipeline = pipelineOf(body);
  const collection = engine.catalogue.find(db, name);
  const docs = runPipeline(engine, collection, pipeline, { hint: hintOf(body), ...deadlineOf(body) });
  const batchSize = numberOption(documentOption(body, 'cursor'), 'batchSize') ?? FIRST_BATCH;
  return engine.cursors.start({ namespace: `${db}.${name}`, docs, batchSize });
};

function pipelineOf(body: Doc): Doc[] {
  const pipeline = body['pipeline'];
  if (!Array.isArray(pipeline)) throw new MongoError(14, "'pipeline' option must be specified as an array");
  for (const stage of pipeline) stageEntry(stage);
  return bindPipeline(pipeline, variablesOf(body)) as Doc[];
}

/** `getMore` */
export const getMore: Handler = (engine, request) => {
  checkOptions(request, ['collection', 'batchSize']);
  const { body, db } = request;
  const batchSize = numberOption(body, 'batchSize') ?? 0;
  const namespace = `${db}.${String(body['collection'])}`;
  return engine.cursors.more(numberOf(body['getMore']), namespace, batchSize === 0 ? Infinity : batchSize);
};

/** `killCursors` */
export const killCursors: Handler = (engine, request) => {
  checkOptions(request, ['cursors']);
  const ids: unknown[] = Array.isArray(request.body['cursors']) ? request.body['cursors'] : [];
  const killed = ids.filter((id) => engine.cursors.kill(numberOf(id)));
  const missing = ids.filter((id) => !killed.includes(id));
  return { cursorsKilled: killed, cursorsNotFound: missing, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
};
