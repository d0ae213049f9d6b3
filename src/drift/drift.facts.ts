import type { OrgId } from '../lib/org-id.js';
import type { MlEvent } from '../telemetry/telemetry.facts.js';

/** How far one model is from its baseline now. */
export interface DriftAssessment {
  readonly modelName: string;
  /** The current drift score, percent 0-100: of this assessment, else the latest one that hasn't expired; null where
   * there is neither. */
  readonly driftPct: number | null;
}

/** The drift of some models was assessed: those of a batch, whose events wait for their labels, or periodically, without
 * events. */
export class DriftAssessed {
  constructor(
    readonly orgId: OrgId,
    readonly assessments: readonly DriftAssessment[],
    readonly events: readonly MlEvent[],
  ) {}
}
