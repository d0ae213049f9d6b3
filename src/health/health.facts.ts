import type { OrgId } from '../lib/org-id.js';

/** An organization's health score was computed. */
export class HealthScored {
  constructor(
    readonly orgId: OrgId,
    /** Within the configured range, 0-100 by default. */
    readonly score: number,
  ) {}
}
