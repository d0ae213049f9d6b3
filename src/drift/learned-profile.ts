import type { FeatureStats } from '../lib/feature-stats.js';
import { FEATURE } from '../lib/signal-name.js';
import type { RobustStats } from '../lib/robust-stats.js';
import type { WatchedSignal } from './watched-signal.js';

/** What the signals of a model say of its profile. */
export interface LearnedProfile {
  /** Milliseconds. */
  readonly baselineLatencyMs: number;
  readonly featureStats: FeatureStats;
  readonly robustStats: RobustStats;
}

/** @returns null until the latency's baseline is active */
export function learnedProfile(signals: readonly WatchedSignal[]): LearnedProfile | null {
  const settled = signals.flatMap(({ name, baseline }) => {
    const isSettled = baseline?.status === 'active' || baseline?.status === 'pinned';
    return isSettled && baseline.figures !== null ? [{ name, figures: baseline.figures }] : [];
  });
  const latency = settled.find(({ name }) => name === 'latency');
  if (latency === undefined) return null;
  const features = settled
    .filter(({ name }) => name.startsWith(FEATURE))
    .map(({ name, figures }) => [name.slice(FEATURE.length), figures] as const);
  return {
    baselineLatencyMs: latency.figures.mean,
    featureStats: Object.fromEntries(features.map(([name, { mean, std }]) => [name, { mean, std }])),
    robustStats: Object.fromEntries(features.map(([name, { median, mad }]) => [name, { median, mad }])),
  };
}
