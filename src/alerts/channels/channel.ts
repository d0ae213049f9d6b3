import type { Alert } from '../alerts.facts.js';

/** A way for an alert to reach people. */
export interface AlertChannel {
  /** For the log, where a delivery fails. */
  readonly name: string;
  /** Delivers an alert that is new or has become more severe. May be called again for the same alert after a crash; what
   * it throws is logged and keeps no other channel from delivering. */
  readonly deliver: (alert: Alert) => Promise<void>;
}
