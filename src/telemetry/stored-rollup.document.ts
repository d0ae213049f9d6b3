import { type Figures, NO_FIGURES } from '../lib/event-figures.js';
import { derivedId } from '../lib/ids.js';
import type { Series } from './rollup-bucket.js';
import type { RollupDocument } from './rollup.schema.js';

/** @returns the id of a series' bucket
 * @param startMs its first instant, Unix milliseconds */
export function rollupIdOf({ orgId, kind, modelName }: Series, startMs: number): string {
  return derivedId(orgId, kind, modelName, String(startMs));
}

/** @returns what a bucket counts; of figures that weren't read, none */
export function figuresOf(row: Partial<RollupDocument>): Figures {
  return {
    normal: row.normal ?? NO_FIGURES.normal,
    suspicious: row.suspicious ?? NO_FIGURES.suspicious,
    risky: row.risky ?? NO_FIGURES.risky,
    latencySumMs: row.latency_sum_ms ?? NO_FIGURES.latencySumMs,
    latencies: row.latencies ?? NO_FIGURES.latencies,
    tokens: row.tokens ?? NO_FIGURES.tokens,
  };
}
