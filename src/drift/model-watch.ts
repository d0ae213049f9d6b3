import type { OrgId } from '../lib/org-id.js';
import type { EventKind } from '../telemetry/telemetry.facts.js';
import type { WatchedSignal } from './watched-signal.js';

/** What is remembered of the signals of one model, and which version of that was read. */
export interface ModelWatch {
  readonly orgId: OrgId;
  readonly kind: EventKind;
  readonly modelName: string;
  /** 0 where it isn't stored yet. */
  readonly version: number;
  /** Start of the latest bucket that was looked at, Unix milliseconds. */
  readonly throughMs: number;
  /** In the order in which they came. */
  readonly signals: readonly WatchedSignal[];
}
