import type { EventSearch } from './event-reads.facts.js';

/** Above every text that begins with the same characters. */
const HIGHEST = '\u{10ffff}';

/** What a search asks of documents. No regular expression: a prefix is a range. */
export function conditionsOf(search: EventSearch): Readonly<Record<string, unknown>> {
  const { modelName, modelPrefix, label, flag, minScore } = search;
  const timestamp = spanOf(search);
  const name = nameOf(modelName, modelPrefix);
  return {
    ...(name === null ? {} : { model_name: name }),
    ...(label === undefined ? {} : { riskLabel: label }),
    ...(flag === undefined ? {} : { flags: flag }),
    ...(minScore === undefined ? {} : { riskScore: { $gte: minScore } }),
    ...(timestamp === null ? {} : { timestamp }),
  };
}

/** The index that gives what is asked for in the order of time. Chosen here, because a planner may prefer one that
 * finds fewer and would have to sort them all. Each begins with the organization: what a list costs tells nothing
 * about others. */
export function indexOf({ modelName, label }: EventSearch): Readonly<Record<string, 1>> {
  if (label !== undefined) return { organization_id: 1, riskLabel: 1, timestamp: 1 };
  if (modelName !== undefined) return { organization_id: 1, model_name: 1, timestamp: 1 };
  return { organization_id: 1, timestamp: 1 };
}

/** @returns the part of a search that its index answers, beside the time */
export function indexedPart({ modelName, label, from, to }: EventSearch): EventSearch {
  return label === undefined ? { modelName, from, to } : { label, from, to };
}

/** @returns whether its index answers all of a search: every event that is looked at is a match then */
export function isIndexed({ modelName, modelPrefix = '', label, flag, minScore }: EventSearch): boolean {
  const isOfBoth = modelName !== undefined && label !== undefined;
  return !isOfBoth && modelPrefix === '' && flag === undefined && minScore === undefined;
}

function nameOf(modelName: string | undefined, prefix: string | undefined): unknown {
  const range = prefix === undefined || prefix === '' ? null : { $gte: prefix, $lt: `${prefix}${HIGHEST}` };
  if (modelName === undefined) return range;
  return { $eq: modelName, ...range };
}

function spanOf({ from, to }: EventSearch): object | null {
  if (from === undefined && to === undefined) return null;
  return { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lt: to }) };
}
