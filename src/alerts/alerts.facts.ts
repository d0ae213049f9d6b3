import type { OrgId } from '../lib/org-id.js';
import type { AlertSeverity, AlertType } from './alert-rules.js';

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

/** Something that lasts: a model's drift, an organization's bad health. */
export interface Condition {
  readonly type: AlertType;
  readonly modelName: string | null;
}
