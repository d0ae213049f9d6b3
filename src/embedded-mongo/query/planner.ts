import type { Doc } from '../bson/bson.js';
import { fieldPath } from '../bson/path.js';
import { MongoError } from '../errors.js';
import type { Collection, Index, IndexField } from '../storage/catalogue.js';
import { type KeyRange, numberPrefix } from '../storage/environment.js';
import { boundsOf, type FieldBounds, requiredTests } from './bounds.js';
import type { Filter, Test } from './filter.js';
import { keyRanges } from './key-ranges.js';
import { isArray } from './literal.js';
import type { SortField } from './sort.js';

/** How to find the documents of a filter. */
export interface Plan {
  /** The index to walk; undefined for the documents themselves, which lie in the order of `_id`. */
  readonly index: Index | undefined;
  /** Disjoint ranges of keys, ascending. */
  readonly ranges: readonly KeyRange[];
  readonly isReverse: boolean;
  /** Whether the documents come in the order that was asked for. */
  readonly isSorted: boolean;
  /** What the keys don't tell: of a document in the ranges only this is still to be asked. */
  readonly rest: Filter;
  /** Whether that is nothing: then the documents need no look. */
  readonly isExact: boolean;
  /** Whether the ranges are narrower than the whole collection. */
  readonly isBounded: boolean;
}

/** What to plan for. */
export interface PlanRequest {
  readonly filter: Filter;
  readonly sort: readonly SortField[];
  /** An index' name or key pattern that the client insists on. */
  readonly hint?: unknown;
}

type Candidate = Pick<Index, 'fields' | 'isSparse' | 'isMultikey' | 'isUnique' | 'id'> & { readonly index?: Index };

const MAX_RANGES = 2000;

/** Chooses the index that leaves the least to look at. */
export function planQuery(collection: Collection, request: PlanRequest): Plan {
  const tests = requiredTests(request.filter);
  const point = pointPlan(collection, request, tests);
  if (point !== undefined) return point;
  const primary = idCandidate(collection);
  const candidates = [primary, ...collection.indexes.map(secondaryCandidate)];
  const hinted = candidates.filter((candidate) => isHinted(candidate, request.hint));
  if (hinted.length === 0) throw new MongoError(2, 'hint provided does not correspond to an existing index');
  const ways = hinted.map((candidate) => weigh(candidate, request, tests)).filter((way) => way !== undefined);
  const best = ways.reduce<Way | undefined>((a, b) => (a === undefined || b.score > a.score ? b : a), undefined);
  return (best ?? weighWhole(primary, request)).plan;
}

/** The shortest way, for the most frequent query: one document by its `_id`. */
function pointPlan(
  collection: Collection,
  { filter, hint }: PlanRequest,
  tests: Map<string, Test[]>,
): Plan | undefined {
  const [test] = tests.get('_id') ?? [];
  if (hint !== undefined || test?.kind !== 'eq' || isArray(test.literal)) return undefined;
  const low = Buffer.concat([numberPrefix(collection.id), test.literal.key]);
  return {
    index: undefined,
    ranges: [{ low, high: low, isPoint: true }],
    isReverse: false,
    isSorted: true,
    rest: filter,
    isExact: false,
    isBounded: true,
  };
}

function isValues({ values }: FieldBounds): boolean {
  return values !== undefined;
}

interface Way {
  readonly score: number;
  readonly plan: Plan;
}

function idCandidate(collection: Collection): Candidate {
  return { fields: [ID_FIELD], isSparse: false, isMultikey: false, isUnique: true, id: collection.id };
}

/** The entries of an index that isn't unique end in the `_id`: so its documents come in the order of the fields and
 * then of that, and may be bounded by both. */
function secondaryCandidate(index: Index): Candidate {
  const hasOwnId = index.isUnique || index.isMultikey || index.fields.some(({ path }) => path.text === '_id');
  return { ...index, index, fields: hasOwnId ? index.fields : [...index.fields, ID_FIELD] };
}

const ID_FIELD: IndexField = { path: fieldPath('_id'), direction: 1 };

function isHinted(candidate: Candidate, hint: unknown): boolean {
  const { index } = candidate;
  const { fields } = index ?? candidate;
  if (hint === undefined) return true;
  if (typeof hint === 'string') return hint === (index?.name ?? '_id_');
  const pattern = Object.entries(hint as Doc).map(([name, direction]) => `${name}:${Number(direction)}`);
  if (pattern[0]?.startsWith('$natural:')) return index === undefined;
  return pattern.join() === fields.map(({ path, direction }) => `${path.text}:${direction}`).join();
}

/** Rates an index; undefined where it is of no use (or, being sparse, would miss documents). */
function weigh(candidate: Candidate, request: PlanRequest, tests: Map<string, Test[]>): Way | undefined {
  const bounds = leadingBounds(candidate, tests);
  if (candidate.isSparse && !impliesAnyField(candidate, tests)) return undefined;
  const equalities = bounds.findIndex(({ values }) => values?.length !== 1);
  const fixed = equalities === -1 ? bounds.length : equalities;
  const order = sortOrder(candidate, request.sort, fixed);
  if (bounds.length === 0 && order === undefined && request.hint === undefined) return undefined;
  const ranges = keyRanges(candidate, bounds);
  // So many keys, so many documents at most: nothing is shorter, however good another index looks.
  const isFullKey = candidate.isUnique && bounds.length === candidate.fields.length && bounds.every(isValues);
  const perField = bounds.reduce(
    (sum, { values }) => sum + (values === undefined ? 4 : values.length === 1 ? 10 : 7),
    0,
  );
  const sortBonus = request.sort.length > 0 && order !== undefined ? 3 : 0;
  const plan: Plan = {
    index: candidate.index,
    ranges,
    isReverse: order === -1,
    isSorted: order !== undefined,
    ...asking(restOf(request.filter, exactPaths(candidate, bounds))),
    isBounded: bounds.length > 0,
  };
  return { plan, score: perField + sortBonus + (isFullKey ? 1000 : 0) };
}

function weighWhole(primary: Candidate, { filter, sort }: PlanRequest): Way {
  const plan: Plan = {
    index: undefined,
    ranges: keyRanges(primary, []),
    isReverse: false,
    isSorted: sort.length === 0,
    ...asking(restOf(filter, new Set())),
    isBounded: false,
  };
  return { plan, score: 0 };
}

/** The bounds of the index' first fields, as far as the conditions go. */
function leadingBounds({ fields, isMultikey }: Candidate, tests: Map<string, Test[]>): FieldBounds[] {
  const found: FieldBounds[] = [];
  let ranges = 1;
  for (const { path } of fields) {
    const conditions = tests.get(path.text);
    const bounds = conditions && boundsOf(conditions, isMultikey);
    if (bounds === undefined) break;
    ranges *= bounds.values?.length ?? 1;
    if (ranges > MAX_RANGES && found.length > 0) break;
    found.push(bounds);
    if (bounds.values === undefined) break;
  }
  return found;
}

function impliesAnyField({ index, isMultikey }: Candidate, tests: Map<string, Test[]>): boolean {
  const { fields = [] } = index ?? {};
  return fields.some(({ path }) => {
    const conditions = tests.get(path.text) ?? [];
    if (conditions.some((test) => test.kind === 'exists' && test.isWanted)) return true;
    return boundsOf(conditions, isMultikey)?.impliesExistence === true;
  });
}

/** The fields whose conditions the keys within the bounds meet. */
function exactPaths({ fields, isMultikey }: Candidate, bounds: readonly FieldBounds[]): ReadonlySet<string> {
  if (isMultikey) return new Set();
  return new Set(fields.filter((_field, at) => bounds[at]?.isExact === true).map(({ path }) => path.text));
}

/** A filter without the conditions on some fields that every match must meet. */
function restOf(filter: Filter, known: ReadonlySet<string>): Filter {
  if (filter.kind === 'field') return known.has(filter.path.text) ? ALL : filter;
  if (filter.kind !== 'and') return filter;
  return { kind: 'and', filters: filter.filters.map((branch) => restOf(branch, known)).filter((rest) => !isAll(rest)) };
}

const ALL: Filter = { kind: 'and', filters: [] };

function isAll(filter: Filter): boolean {
  return filter.kind === 'and' && filter.filters.length === 0;
}

function asking(rest: Filter): Pick<Plan, 'rest' | 'isExact'> {
  return { rest, isExact: isAll(rest) };
}

/** Whether walking the index gives the order asked for: 1 forwards, -1 backwards, undefined not at all.
 * @param fixed count of leading fields that have one value only; several values of the next one are walked in order */
function sortOrder({ fields, isMultikey }: Candidate, sort: readonly SortField[], fixed: number): 1 | -1 | undefined {
  if (isMultikey && sort.length > 0) return undefined;
  const pinned = new Set(fields.slice(0, fixed).map(({ path }) => path.text));
  const wanted = sort.filter(({ path }) => !pinned.has(path.text));
  if (wanted.length === 0) return 1;
  const steps = fields.slice(fixed);
  let order: 1 | -1 | undefined;
  for (const [at, { path, direction }] of wanted.entries()) {
    const step = steps[at];
    if (step === undefined || step.path.text !== path.text) return undefined;
    const turn = step.direction === direction ? 1 : -1;
    if (order !== undefined && order !== turn) return undefined;
    order = turn;
  }
  return order;
}
