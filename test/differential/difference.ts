import mongoose from 'mongoose';
import type { Case } from './cases.js';
import type { Outcome } from './engine.js';

const { EJSON } = mongoose.mongo.BSON;

/** A difference that is none of ours: which, and why. */
export interface Explanation {
  readonly name: string;
  /** Whether a run of 20,000 cases may do without it. */
  readonly isRare?: true;
  /** What MongoDB does, and by which document. */
  readonly why: string;
  readonly see: string;
  readonly matches: (difference: Difference) => boolean;
}

/** A case on which the engines don't agree. */
export interface Difference {
  readonly case: Case;
  readonly ours: Outcome;
  readonly theirs: Outcome;
}

/** Whether a text occurs in a value as JSON. */
export function mentions(value: unknown, name: RegExp): boolean {
  return name.test(JSON.stringify(value));
}

/** A value as canonical extended JSON. */
export function canonical(value: unknown): string {
  return EJSON.stringify(value, { relaxed: false });
}

/** Field order put aside. */
export function unordered(text: string | undefined): string {
  return JSON.stringify(sorted(JSON.parse(text ?? 'null')));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort()
      .map(([name, field]) => [name, sorted(field)]),
  );
}

/** The filter of a command, wherever it has it. */
export function filterOf({ command }: Case): unknown {
  const [first] = (command['deletes'] ?? command['updates'] ?? []) as { q: unknown }[];
  return command['filter'] ?? command['query'] ?? first?.q ?? command['pipeline'];
}

/** The update of a command, wherever it has it; empty where it has none. */
export function updateOf({ command }: Case): Record<string, unknown> {
  const [first] = (command['updates'] ?? []) as { u: unknown }[];
  return (command['update'] === '' ? (first?.u ?? {}) : (command['update'] ?? {})) as Record<string, unknown>;
}

/** Whether an update is a whole new document. */
export function isReplacement(update: Record<string, unknown>): boolean {
  return Object.keys(update).length > 0 && !Object.keys(update).some((name) => name.startsWith('$'));
}

/** Whether the engines agree once something is put aside. */
export function isSame({ ours, theirs }: Difference, reduce: (text: string | undefined) => string): boolean {
  return reduce(ours.answer) === reduce(theirs.answer) && reduce(ours.stored) === reduce(theirs.stored);
}

/** Numbers by value, whatever their type. */
export function untyped(text: string | undefined): string {
  return (text ?? 'null').replaceAll(/\{"\$number[A-Za-z]+":"([^"]*)"\}/g, (_, digits: string) => {
    const number = Number(digits);
    return Number.isFinite(number) ? String(number) : `"${digits}"`;
  });
}

/** Whether the case's filter may have made the difference: it chooses other documents, on which the rest may fail. Where both fail,
 * it may have chosen those that failed. */
export function isChosenBy(difference: Difference, filter: RegExp): boolean {
  const { ours, theirs } = difference;
  const bothFailed = ours.error !== undefined && theirs.error !== undefined;
  return (!bothFailed || ours.stored !== theirs.stored) && filter.test(canonical(filterOf(difference.case)));
}

/** Whether a document of the case holds an array. */
export function hasArrays(difference: Difference): boolean {
  return /\[.*\[/.test(EJSON.stringify(difference.case.documents));
}

/** The sorts of a command. */
export function sortsOf({ command }: Case): unknown {
  const stages = (command['pipeline'] ?? []) as Record<string, unknown>[];
  return [command['sort'], ...stages.map((stage) => stage['$sort'])];
}

/** Whether two of some paths are the same, or one lies within the other. */
export function doCollide(paths: readonly string[]): boolean {
  return paths.some((one, at) => paths.some((other, index) => index !== at && `${other}.`.startsWith(`${one}.`)));
}

/** Whether the engines show the same documents, each in an order of its own; or a command that may show others then. */
export function isReordered(difference: Difference): boolean {
  const { find, skip, limit } = difference.case.command;
  if (find === undefined || skip !== undefined || limit !== undefined) return true;
  return isSame(difference, (text) =>
    JSON.stringify((JSON.parse(unordered(text)) as unknown[] | null)?.map((item) => JSON.stringify(item)).sort()),
  );
}
