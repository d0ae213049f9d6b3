import { type LogHistogram, merged } from './log-histogram.js';
import type { RiskLabel } from './risk-label.js';

/** What is counted of some events. */
export interface Figures extends Readonly<Record<RiskLabel, number>> {
  readonly latencySumMs: number;
  readonly latencies: LogHistogram;
  readonly tokens: number;
}

/** Of no events. */
export const NO_FIGURES: Figures = { normal: 0, suspicious: 0, risky: 0, latencySumMs: 0, latencies: {}, tokens: 0 };

/** @returns how many events are counted */
export function countOf({ normal, suspicious, risky }: Readonly<Record<RiskLabel, number>> = NO_FIGURES): number {
  return normal + suspicious + risky;
}

/** @returns the mean latency, milliseconds; null without events */
export function meanLatencyMs(figures: Figures): number | null {
  const count = countOf(figures);
  return count === 0 ? null : figures.latencySumMs / count;
}

/** Adds figures up. */
export function summed(all: readonly Figures[]): Figures {
  return all.reduce(
    (sum, figures) => ({
      normal: sum.normal + figures.normal,
      suspicious: sum.suspicious + figures.suspicious,
      risky: sum.risky + figures.risky,
      latencySumMs: sum.latencySumMs + figures.latencySumMs,
      latencies: merged(sum.latencies, figures.latencies),
      tokens: sum.tokens + figures.tokens,
    }),
    NO_FIGURES,
  );
}
