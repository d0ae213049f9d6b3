import type { Figures } from '../lib/event-figures.js';

/** Adds figures up in place: thousands of buckets go into a point. */
export class FigureSum implements Figures {
  normal = 0;
  suspicious = 0;
  risky = 0;
  latencySumMs = 0;
  tokens = 0;
  readonly latencies: Record<string, number> = {};

  add(figures: Figures): void {
    this.normal += figures.normal;
    this.suspicious += figures.suspicious;
    this.risky += figures.risky;
    this.latencySumMs += figures.latencySumMs;
    this.tokens += figures.tokens;
    for (const [bin, count] of Object.entries(figures.latencies)) {
      this.latencies[bin] = (this.latencies[bin] ?? 0) + count;
    }
  }
}
