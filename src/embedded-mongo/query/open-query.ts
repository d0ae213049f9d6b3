import type { Doc } from '../bson/bson.js';
import type { Engine } from '../commands/engine.js';
import type { Collection } from '../storage/catalogue.js';
import { type Execution, execute, isPassable } from './execute.js';
import { parseFilter } from './filter.js';
import { compileFilter } from './matcher.js';
import { planQuery } from './planner.js';
import { sortDocuments, type SortField } from './sort.js';

/** A query on one collection. */
export interface Query {
  readonly filter: Doc;
  readonly sort?: readonly SortField[];
  readonly hint?: unknown;
  readonly skip?: number;
  /** 0 means all. */
  readonly limit?: number;
  readonly deadlineMs?: number;
}

/** Refuses a filter that {@link openQuery} would refuse: what is wrong is wrong where there is no collection yet, too. */
export function checkFilter(filter: Doc): void {
  compileFilter(parseFilter(filter));
}

/** Plans a query. */
export function openQuery({ env }: Pick<Engine, 'env'>, collection: Collection, query: Query): Execution {
  const filter = parseFilter(query.filter);
  const plan = planQuery(collection, { filter, sort: query.sort ?? [], hint: query.hint });
  return {
    env,
    collection,
    plan,
    matches: compileFilter(plan.rest),
    ...(query.deadlineMs === undefined ? {} : { deadlineMs: query.deadlineMs }),
  };
}

/** The documents of a planned query, in order, without the skipped ones and up to the limit. */
export function* documentsOfQuery(
  execution: Execution,
  { sort = [], skip = 0, limit = 0 }: Query,
): Generator<Buffer, void> {
  // Documents that need no look are passed over in the index.
  const passed = isPassable(execution.plan) ? skip : 0;
  const left = skip - passed;
  const end = limit === 0 ? Infinity : left + limit;
  const found = documents(execution, passed);
  const ordered = execution.plan.isSorted ? found : sortDocuments(found, sort, end);
  let at = 0;
  for (const raw of ordered) {
    if (at >= left) yield raw;
    if (++at >= end) return;
  }
}

function* documents(execution: Execution, skip: number): Generator<Buffer, void> {
  for (const { value } of execute(execution, skip)) yield value;
}
