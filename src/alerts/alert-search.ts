import type { Position } from '../lib/newest-first.js';
import type { AlertSearch } from './alerts.facts.js';

/** The index that lists of alerts are walked by; chosen here, because a planner may prefer one after which all that
 * it finds must be sorted. */
export const BY_TIME = { organization_id: 1, created_at: -1, _id: -1 } as const;

/** What a search asks of documents. */
export function conditionsOf({ type, severity, modelName, isResolved, ...span }: AlertSearch): object {
  return {
    ...(type === undefined ? {} : { type }),
    ...(severity === undefined ? {} : { severity }),
    ...(modelName === undefined ? {} : { model_name: modelName }),
    ...(isResolved === undefined ? {} : { resolved: isResolved }),
    ...spanOf(span),
  };
}

/** @returns whether the index answers all of a search */
export function isOfTimeAlone({ type, severity, modelName, isResolved }: AlertSearch): boolean {
  return [type, severity, modelName, isResolved].every((asked) => asked === undefined);
}

/** What a search asks of documents that the index answers: their time. */
export function spanOf({ from, to }: Pick<AlertSearch, 'from' | 'to'>): object {
  if (from === undefined && to === undefined) return {};
  return { created_at: { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lt: to }) } };
}

/** What comes after a place, the newest first. The bound by time alone is what an index is walked by. */
export function following({ at, id }: Position): object {
  return { created_at: { $lte: at }, $or: [{ created_at: { $lt: at } }, { created_at: at, _id: { $lt: id } }] };
}

/** What comes before a place, the newest first, the place included. */
export function upTo({ at, id }: Position): object {
  return { created_at: { $gte: at }, $or: [{ created_at: { $gt: at } }, { created_at: at, _id: { $gte: id } }] };
}
