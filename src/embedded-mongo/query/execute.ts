import type { Collection } from '../storage/catalogue.js';
import { documentKeyOf } from '../storage/document-store.js';
import { countKeys, type Entry, type Environment, type KeyRange, scan, type Table } from '../storage/environment.js';
import { MongoError } from '../errors.js';
import type { Matcher } from './matcher.js';
import type { Plan } from './planner.js';

/** What a plan is run with. */
export interface Execution {
  readonly env: Environment;
  readonly collection: Collection;
  readonly plan: Plan;
  /** What the plan leaves to be asked. */
  readonly matches: Matcher;
  /** When to give up, milliseconds on the clock of `performance.now()`. */
  readonly deadlineMs?: number;
}

/** Candidates between two looks at the clock. */
const CHECK_EVERY = 256;

/** Walks the plan and yields the matching documents with their keys.
 * @param skip how many of the first ones to leave out; only where `isPassable` */
export function* execute(execution: Execution, skip = 0): Generator<Entry, void> {
  const { plan, matches } = execution;
  let seen = 0;
  for (const entry of candidates(execution, skip)) {
    if (++seen % CHECK_EVERY === 0) {
      checkDeadline(execution.deadlineMs);
      execution.env.refreshIfOld();
    }
    if (plan.isExact || matches(entry.value, 0)) yield entry;
  }
}

/** Whether documents of a plan may be left out without a look at them: each entry of its index is a match, in order. */
export function isPassable({ index, isExact, isSorted }: Plan): boolean {
  return index?.isMultikey === false && isExact && isSorted;
}

/** Counts the matches; where the plan is exact without reading a single document. */
export function countMatches(execution: Execution): number {
  const { env, plan } = execution;
  if (plan.isExact) {
    const table = plan.index === undefined ? env.documents : env.entries;
    return plan.ranges.reduce((sum, range) => sum + countKeys(table, range), 0);
  }
  let count = 0;
  for (const _ of execute(execution)) count++;
  return count;
}

/** @throws MongoError MaxTimeMSExpired where the deadline has passed */
export function checkDeadline(deadlineMs: number | undefined): void {
  if (deadlineMs !== undefined && performance.now() > deadlineMs)
    throw new MongoError(50, 'operation exceeded time limit');
}

function* candidates({ env, collection, plan }: Execution, skip: number): Generator<Entry, void> {
  const { index, isReverse } = plan;
  const ranges = isReverse ? [...plan.ranges].reverse() : plan.ranges;
  if (index === undefined) {
    for (const range of ranges) yield* documentsIn(env, range, isReverse);
    return;
  }
  const seen = index.isMultikey ? new Set<string>() : undefined;
  let passed = 0;
  for (const range of ranges) {
    for (const entry of entriesIn(env.entries, range, isReverse)) {
      if (passed++ < skip) continue;
      const key = documentKeyOf(collection, index, entry);
      if (seen !== undefined && isRepeated(seen, key)) continue;
      const value = env.getDocument(key);
      // Between two chunks of a cursor the document may have gone.
      if (value !== undefined) yield { key, value };
    }
  }
}

function* entriesIn(table: Table, range: KeyRange, isReverse: boolean): Generator<Entry, void> {
  const value = range.isPoint === true ? table.getBinary(range.low) : undefined;
  if (value !== undefined) yield { key: range.low, value };
  else if (range.isPoint !== true) yield* scan(table, range, isReverse);
}

function* documentsIn(env: Environment, range: KeyRange, isReverse: boolean): Generator<Entry, void> {
  const value = range.isPoint === true ? env.getDocument(range.low) : undefined;
  if (value !== undefined) yield { key: range.low, value };
  else if (range.isPoint !== true) yield* env.scanDocuments(range, isReverse);
}

function isRepeated(seen: Set<string>, key: Buffer): boolean {
  const text = key.toString('latin1');
  if (seen.has(text)) return true;
  seen.add(text);
  return false;
}
