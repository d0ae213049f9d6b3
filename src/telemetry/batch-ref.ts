import type { OrgId } from '../lib/org-id.js';
import type { EventKind } from './telemetry.facts.js';

/** A batch in the ledger: whose it is and which events it brought. */
export interface BatchRef {
  readonly id: string;
  readonly orgId: OrgId;
  readonly kind: EventKind;
  readonly eventIds: readonly string[];
  /** Hash of the request; only where it carried an Idempotency-Key. */
  readonly fingerprint: string | undefined;
  /** How often a sweeper has taken it, this time included. */
  readonly claims: number;
}

/** What a ledger says to a batch. */
export interface Opened {
  /** Go on, all of that was done before, or that key belongs to another request. */
  readonly state: 'open' | 'done' | 'conflict';
  /** The events that the entry names: those of the request's first try. */
  readonly eventIds: readonly string[];
}
