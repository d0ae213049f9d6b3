import type { OrgId } from '../lib/org-id.js';
import type { DriftDirection, DriftMethodName } from './methods/method.js';
import type { DriftSeverity } from './severity.js';
import type { EpisodeEnd } from './watched-signal.js';
import type { EventKind, MlEvent } from '../telemetry/telemetry.facts.js';

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

/** A stretch of time during which a signal of a model is away from its baseline. */
export interface DriftEpisode {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly kind: EventKind;
  readonly modelName: string;
  /** `latency`, `feature.amount`. */
  readonly signal: string;
  /** Start of the bucket at which it opened. */
  readonly since: Date;
  /** Start of the bucket at which it ended; null while it is open. */
  readonly ended: Date | null;
  readonly endReason: EpisodeEnd | null;
  /** By the largest size so far. */
  readonly severity: DriftSeverity;
  /** What opened it: which way, by which method, how likely by chance (0-1), how large (PSI, or the square of Cohen's w). */
  readonly direction: DriftDirection | null;
  readonly method: DriftMethodName | null;
  readonly p: number;
  readonly size: number;
  readonly peakSize: number;
  /** The window in which it was found: buckets of five minutes, and values in them. */
  readonly windowBuckets: number;
  readonly windowValues: number;
}

/** Episodes opened, became critical, or ended. May be announced again. */
export class DriftEpisodesChanged {
  constructor(
    readonly orgId: OrgId,
    readonly episodes: readonly DriftEpisode[],
  ) {}
}
