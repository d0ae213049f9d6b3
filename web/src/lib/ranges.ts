const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** A span of time up to now that charts show, and how it is cut. */
export interface Range {
  readonly key: string;
  readonly name: string;
  readonly seconds: number;
  /** Width of a bucket, seconds. */
  readonly step: number;
}

/** What can be chosen. Each gives 60 to 96 buckets, which bars can be told apart in. */
export const RANGES = [
  { key: '1h', name: '1 h', seconds: HOUR_S, step: MINUTE_S },
  { key: '6h', name: '6 h', seconds: 6 * HOUR_S, step: 5 * MINUTE_S },
  { key: '24h', name: '24 h', seconds: DAY_S, step: 15 * MINUTE_S },
  { key: '7d', name: '7 d', seconds: 7 * DAY_S, step: 2 * HOUR_S },
  { key: '30d', name: '30 d', seconds: 30 * DAY_S, step: 12 * HOUR_S },
] as const satisfies readonly Range[];

/** @returns the range of that key, else the last hour */
export function rangeOf(key: string | null): Range {
  return RANGES.find((range) => range.key === key) ?? RANGES[0];
}
