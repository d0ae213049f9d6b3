import { SECOND_MS } from './units.js';

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** How long a point of a chart is, as the server calls it. */
export type Step = '1m' | '5m' | '1h' | '6h';

/** A span of time up to now that charts show, and how it is cut. */
export interface Range {
  readonly key: string;
  readonly name: string;
  readonly seconds: number;
  readonly step: Step;
}

/** What can be chosen. Each gives 24 to 168 points, which bars can be told apart in; from a day on whole hours, which the server has
 * ready. */
export const RANGES = [
  { key: '1h', name: '1 h', seconds: HOUR_S, step: '1m' },
  { key: '6h', name: '6 h', seconds: 6 * HOUR_S, step: '5m' },
  { key: '24h', name: '24 h', seconds: DAY_S, step: '1h' },
  { key: '7d', name: '7 d', seconds: 7 * DAY_S, step: '1h' },
  { key: '30d', name: '30 d', seconds: 30 * DAY_S, step: '6h' },
] as const satisfies readonly Range[];

/** Seconds of a step. */
export const STEP_S: Readonly<Record<Step, number>> = {
  '1m': MINUTE_S,
  '5m': 5 * MINUTE_S,
  '1h': HOUR_S,
  '6h': 6 * HOUR_S,
};

/** @returns the range of that key, else the last hour */
export function rangeOf(key: string | null): Range {
  return RANGES.find((range) => range.key === key) ?? RANGES[0];
}

/** The first and the last moment of a range.
 * @param nowMs milliseconds since 1970
 * @returns RFC 3339 */
export function spanOf({ seconds }: Range, nowMs: number): { readonly from: string; readonly to: string } {
  return { from: new Date(nowMs - seconds * SECOND_MS).toISOString(), to: new Date(nowMs).toISOString() };
}
