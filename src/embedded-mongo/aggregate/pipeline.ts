import { type Doc, encode, Int32, isPlainObject, Long } from '../bson/bson.js';
import type { Engine } from '../commands/engine.js';
import { countMatches } from '../query/execute.js';
import { checkFilter, documentsOfQuery, openQuery, type Query } from '../query/open-query.js';
import { parseSort } from '../query/sort.js';
import type { Collection } from '../storage/catalogue.js';
import { isConstant } from './expression.js';
import { compileStages, countOf, stageEntry } from './stages.js';

/** A pipeline whose beginning became a query that can use an index. */
interface Split {
  readonly query: Query;
  readonly rest: readonly Doc[];
}

/** Options of an aggregate. */
export interface AggregateOptions {
  readonly hint?: unknown;
  readonly deadlineMs?: number;
}

/** Runs a pipeline lazily over a collection. A missing collection is an empty one.
 * @throws MongoError for stages that are left to MongoDB, before anything is read */
export function runPipeline(
  engine: Pick<Engine, 'env'>,
  collection: Collection | undefined,
  pipeline: readonly Doc[],
  options: AggregateOptions,
): Iterable<Buffer> {
  const { query, rest } = splitPipeline(pipeline, options);
  const run = compileStages(rest);
  if (collection === undefined) {
    checkFilter(query.filter);
    return run([]);
  }
  const execution = openQuery(engine, collection, query);
  const countField = countedField(rest);
  if (countField !== undefined && query.skip === undefined && query.limit === undefined) {
    return counted(countField, () => countMatches(execution));
  }
  return run(documentsOfQuery(execution, query));
}

/** Takes leading `$match`, then `$sort`, then `$skip` and `$limit` off a pipeline. */
export function splitPipeline(pipeline: readonly Doc[], options: AggregateOptions): Split {
  const stages = pipeline.map((stage) => stageEntry(stage));
  const filters: Doc[] = [];
  let at = 0;
  for (; stages[at]?.[0] === '$match'; at++) {
    const operand = stages[at]?.[1];
    if (!isPlainObject(operand)) break;
    filters.push(operand);
  }
  const filter = filters.length === 1 ? (filters[0] ?? {}) : filters.length === 0 ? {} : { $and: filters };
  let query: Query = { ...options, filter };
  const sort = stages[at]?.[0] === '$sort' ? stages[at]?.[1] : undefined;
  if (isPlainObject(sort) && Object.keys(sort).length > 0) {
    query = { ...query, sort: parseSort(sort) };
    at++;
  }
  if (stages[at]?.[0] === '$skip') query = { ...query, skip: countOf('$skip', stages[at++]?.[1]) };
  if (stages[at]?.[0] === '$limit') query = { ...query, limit: countOf('$limit', stages[at++]?.[1]) };
  return { query, rest: pipeline.slice(at) };
}

/** How `countDocuments` asks: `{$group: {_id: <constant>, n: {$sum: 1}}}`; or `{$count: 'n'}`. */
function countedField(rest: readonly Doc[]): { name: string; id?: unknown; isGroup: boolean } | undefined {
  const [first] = rest;
  if (first === undefined || rest.length !== 1) return undefined;
  const count = first['$count'];
  if (typeof count === 'string' && !count.startsWith('$')) return { name: count, isGroup: false };
  const group = first['$group'];
  if (!isPlainObject(group) || !isConstant(group['_id'])) return undefined;
  const [name, other] = Object.keys(group).filter((field) => field !== '_id');
  if (name === undefined || other !== undefined) return undefined;
  const accumulator = group[name];
  const isCount = isPlainObject(accumulator) && Object.keys(accumulator).join() === '$sum';
  if (!isCount || !(accumulator['$sum'] instanceof Int32) || Number(accumulator['$sum']) !== 1) return undefined;
  return { name, id: group['_id'] ?? null, isGroup: true };
}

function* counted(
  { name, id, isGroup }: { name: string; id?: unknown; isGroup: boolean },
  count: () => number,
): Generator<Buffer, void> {
  const total = count();
  if (total === 0) return;
  const value = total <= 0x7fffffff ? new Int32(total) : Long.fromNumber(total);
  yield encode(isGroup ? { _id: id, [name]: value } : { [name]: value });
}
