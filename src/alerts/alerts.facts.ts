import type { OrgId } from '../lib/org-id.js';
import type { EventKind } from '../telemetry/telemetry.facts.js';

/** What an alert can be about. */
export const ALERT_TYPES = ['drift', 'health', 'risk'] as const;

/** What an alert is about. */
export type AlertType = (typeof ALERT_TYPES)[number];

/** How urgent an alert can be, mildest first. */
export const ALERT_SEVERITIES = ['warning', 'critical'] as const;

/** How urgent an alert is. */
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

/** Something that people should know. */
export interface Alert {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly orgId: OrgId;
  /** Null for health, which is the whole organization's. */
  readonly modelName: string | null;
  readonly type: AlertType;
  /** One sentence; names the model and the score. */
  readonly message: string;
  readonly severity: AlertSeverity;
  readonly createdAt: Date;
  /** Whether the condition has ended. */
  readonly resolved: boolean;
  /** The episode of drift that it is about; absent where it is about none. */
  readonly episodeId?: string;
}

/** An alert as lists show it. */
export interface AlertRow extends Alert {
  /** Null while it is open. */
  readonly resolvedAt: Date | null;
  /** How often its condition was found; of a group, how many events there are. */
  readonly occurrences: number;
  /** The risky event that it is about; null where it is about none, or about several. */
  readonly event: { readonly kind: EventKind; readonly id: string } | null;
}

/** Which alerts are asked for; what is left out is not asked. */
export interface AlertSearch {
  readonly type?: AlertType | undefined;
  readonly severity?: AlertSeverity | undefined;
  readonly modelName?: string | undefined;
  readonly isResolved?: boolean | undefined;
  readonly from?: Date | undefined;
  /** Not included. */
  readonly to?: Date | undefined;
}

/** When an alert was raised, and how urgent it is. */
export type RaisedAlert = Pick<Alert, 'severity' | 'createdAt'>;

/** Something that lasts: a model's drift, an organization's bad health. */
export interface Condition {
  readonly type: AlertType;
  readonly modelName: string | null;
}
