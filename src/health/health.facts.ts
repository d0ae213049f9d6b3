import type { OrgId } from '../lib/org-id.js';
import type { Health } from './health-score.js';
import type { HealthState } from './model-health.js';

/** An organization's current health, and when it was computed. */
export interface StoredHealth extends Health {
  readonly updatedAt: Date;
  /** The model that lowered it most; null where none did. */
  readonly worstModel: string | null;
}

/** A health score of the past, and what lowered it. */
export interface HealthPoint {
  readonly at: Date;
  readonly score: number;
  readonly driftPenalty: number;
  readonly latencyPenalty: number;
  readonly worstModel: string | null;
  readonly state: HealthState;
}

/** An organization's health score was computed. */
export class HealthScored {
  constructor(
    readonly orgId: OrgId,
    /** Within the configured range, 0-100 by default. */
    readonly score: number,
  ) {}
}
