import type { Values } from './stack.js';

/** One series of a chart. */
export interface ChartSeries {
  readonly name: string;
  /** A colour of `styles/tokens.css`, without its dashes: `risky-mark`. */
  readonly color: string;
  readonly values: Values;
}

/** What a chart shows. */
export interface ChartData {
  /** Starts of the buckets, seconds since 1970, ascending. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  /** Width of a bucket, seconds. */
  readonly step: number;
}

/** Whether there is anything to draw. */
export function hasValues({ series }: ChartData): boolean {
  return series.some(({ values }) => values.some((value) => value !== null && value !== 0));
}
