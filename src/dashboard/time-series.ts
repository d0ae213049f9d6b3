import { countOf, type Figures, meanLatencyMs } from '../lib/event-figures.js';
import { quantile } from '../lib/log-histogram.js';

/** What a time series can tell. */
export const METRICS = ['events', 'latency', 'tokens', 'risky_share', 'alerts'] as const;

/** What a time series tells. */
export type Metric = (typeof METRICS)[number];

/** One line of a chart. */
export interface Line {
  readonly name: string;
  /** One a point; null where there is nothing to tell. */
  readonly values: readonly (number | null)[];
}

type Value = (figures: Figures) => number | null;

/** The lines of each metric. Counts of nothing are 0; a mean of nothing is none. */
const LINES: Readonly<Record<Exclude<Metric, 'alerts'>, Readonly<Record<string, Value>>>> = {
  events: {
    normal: ({ normal }) => normal,
    suspicious: ({ suspicious }) => suspicious,
    risky: ({ risky }) => risky,
  },
  latency: {
    mean: meanLatencyMs,
    p50: ({ latencies }) => quantile(latencies, 0.5),
    p95: ({ latencies }) => quantile(latencies, 0.95),
    p99: ({ latencies }) => quantile(latencies, 0.99),
  },
  tokens: { tokens: ({ tokens }) => tokens },
  risky_share: { risky_share: (figures) => (countOf(figures) === 0 ? null : figures.risky / countOf(figures)) },
};

/** Draws the lines of a metric.
 * @param points null for one of which nothing is kept any more */
export function linesOf(metric: Exclude<Metric, 'alerts'>, points: readonly (Figures | null)[]): Line[] {
  return Object.entries(LINES[metric]).map(([name, value]) => ({
    name,
    values: points.map((figures) => (figures === null ? null : value(figures))),
  }));
}

/** Counts what happened into points.
 * @param edges where points begin, and last where the last one ends; Unix milliseconds
 * @param names of the lines, each also there where nothing of it happened */
export function countLines(
  edges: readonly number[],
  names: readonly string[],
  happened: readonly { readonly name: string; readonly atMs: number }[],
): Line[] {
  const counts = new Map(names.map((name) => [name, edges.slice(1).map(() => 0)]));
  for (const { name, atMs } of happened) {
    const point = edges.findLastIndex((edge) => edge <= atMs);
    const own = counts.get(name);
    if (own?.[point] !== undefined) own[point]++;
  }
  return [...counts].map(([name, values]) => ({ name, values }));
}
