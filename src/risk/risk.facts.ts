import type { OrgId } from '../lib/org-id.js';
import type { EventKind, StoredLabel } from '../telemetry/telemetry.facts.js';

/** Events carry their labels now, the ones that stand in the database. */
export class RiskAssessed {
  constructor(
    readonly orgId: OrgId,
    readonly kind: EventKind,
    readonly labels: readonly StoredLabel[],
  ) {}
}
