import type { Fault } from '../platform/errors/app-error.js';
import type { LlmDraft, MlDraft } from './event-drafts.js';

/** A draft and its place in the request. */
export interface Placed<Draft> {
  readonly index: number;
  readonly draft: Draft;
}

/** One request to store events, of whatever protocol. */
export interface Submission<Draft extends MlDraft | LlmDraft> {
  /** Those that are well formed. */
  readonly drafts: readonly Placed<Draft>[];
  /** Of the others, each with the event's place as third part of its own place. */
  readonly faults: readonly Fault[];
  /** Whether faulty events are left out; otherwise one of them refuses all. */
  readonly isLenient: boolean;
  /** What makes it and its retries one; null where nothing does. */
  readonly idempotency: { readonly key: string; readonly events: readonly unknown[] } | null;
}

/** An event that was left out. */
export interface Rejection {
  readonly index: number;
  readonly code: string;
  /** Empty where the event as a whole is meant. */
  readonly field: string;
}

/** What came of a submission. */
export interface Receipt {
  /** Events stored, now or by an earlier try. */
  readonly ingested: number;
  readonly rejected: readonly Rejection[];
}
