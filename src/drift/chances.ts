import type { CusumScale } from './methods/cusum.js';

/** Of the chance that a signal has, so much is its CUSUM's, where it has one; the rest is for its windows. */
const CUSUM_SHARE = 0.25;

/** A bucket is looked at five times, and each look may open an episode: by so much that raises what windows open by chance.
 * @see docs/drift.md: simulated; looks at one bucket see mostly the same values */
const LOOKS = 1.2;

/** What a deployment decides about drift. */
export interface DriftPolicy {
  /** Chance, each bucket, that a model whose signals don't change opens an episode: 0.001 is one in 1,000 buckets. */
  readonly alpha: number;
  /** Changes of a smaller size open nothing, however sure they are; 0 leaves that to chance alone. */
  readonly minSize: number;
}

/** What decides about one signal. */
export interface MonitorSettings extends DriftPolicy {
  /** Signals of the model that share the chance, >= 1. */
  readonly signals: number;
}

/** Chances, each bucket, that a signal that doesn't change opens an episode: by its windows, and by its CUSUM. */
export interface Chances {
  readonly windows: number;
  readonly cusum: number;
}

/** Shares out what a model may open by chance: each signal has the same, and each way of finding a change its part of it.
 * @param scale of the signal's CUSUM; null where it has none */
export function chancesOf({ alpha, signals }: MonitorSettings, scale: CusumScale | null): Chances {
  const own = alpha / signals;
  const cusum = scale === null ? 0 : CUSUM_SHARE * own;
  return { windows: (own - cusum) / LOOKS, cusum };
}
