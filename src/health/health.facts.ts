import type { OrgId } from '../lib/org-id.js';
import type { Health } from './health-score.js';

/** An organization's current health, and when it was computed. */
export interface StoredHealth extends Health {
  readonly updatedAt: Date;
}

/** An organization's health score was computed. */
export class HealthScored {
  constructor(
    readonly orgId: OrgId,
    /** Within the configured range, 0-100 by default. */
    readonly score: number,
  ) {}
}
