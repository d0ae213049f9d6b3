import { merged } from '../lib/log-histogram.js';

/** What is counted of some events. */
export interface PointFigures {
  readonly normal: number;
  readonly suspicious: number;
  readonly risky: number;
  readonly latencySumMs: number;
  readonly latencies: Readonly<Record<string, number>>;
  readonly tokens: number;
}

const NOTHING: PointFigures = { normal: 0, suspicious: 0, risky: 0, latencySumMs: 0, latencies: {}, tokens: 0 };

/** @returns how many events are counted */
export function countOf({ normal, suspicious, risky }: PointFigures = NOTHING): number {
  return normal + suspicious + risky;
}

/** @returns the mean latency, milliseconds; null without events */
export function meanOf(figures: PointFigures): number | null {
  const count = countOf(figures);
  return count === 0 ? null : figures.latencySumMs / count;
}

/** Adds figures up. */
export function summed(all: readonly PointFigures[]): PointFigures {
  return all.reduce(
    (sum, figures) => ({
      normal: sum.normal + figures.normal,
      suspicious: sum.suspicious + figures.suspicious,
      risky: sum.risky + figures.risky,
      latencySumMs: sum.latencySumMs + figures.latencySumMs,
      latencies: merged(sum.latencies, figures.latencies),
      tokens: sum.tokens + figures.tokens,
    }),
    NOTHING,
  );
}
