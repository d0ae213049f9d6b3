import type { FeatureStats } from '../lib/feature-stats.js';
import type { RobustStats } from '../lib/robust-stats.js';

/** Where a baseline comes from: learned from the model's first traffic, or set by a caller. */
export const PROFILE_SOURCES = ['learned', 'set'] as const;

/** What is normal for one model. */
export interface ModelProfile {
  readonly modelName: string;
  /** Milliseconds, >= 0. */
  readonly baselineLatencyMs: number;
  readonly featureStats: FeatureStats | null;
  /** What is ordinary for each feature; null where that wasn't learned. */
  readonly robustStats: RobustStats | null;
  readonly source: (typeof PROFILE_SOURCES)[number];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
