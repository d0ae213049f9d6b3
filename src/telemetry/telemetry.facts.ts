import type { OrgId } from '../lib/org-id.js';
import type { RiskLabel } from '../lib/risk-label.js';

/** The two kinds of telemetry, each with a collection of its own. */
export const EVENT_KINDS = ['ml', 'llm'] as const;

/** `ml`: a prediction of a model; `llm`: a call of a language model. */
export type EventKind = (typeof EVENT_KINDS)[number];

/** A prediction, as stored. */
export interface MlEvent {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly modelName: string;
  /** Any JSON value. */
  readonly prediction: unknown;
  readonly inputData: Readonly<Record<string, unknown>>;
  /** Milliseconds, >= 0. */
  readonly latencyMs: number;
  readonly timestamp: Date;
}

/** Why a flag was raised: which rule, and where. Never what stands there. */
export interface FlaggedSpan {
  /** `family.detail`. */
  readonly rule: string;
  readonly flag: string;
  readonly part: 'prompt' | 'response';
  /** UTF-16 units of the text, the end exclusive. */
  readonly start: number;
  readonly end: number;
  /** How much it says by itself, 0-1. */
  readonly strength: number;
}

/** Whose judgement a label is. */
export interface Judgement {
  /** `baseline` or `calibrated`. */
  readonly policy: string;
  /** Version of the policy's rules. */
  readonly version: string;
  readonly evidence: readonly FlaggedSpan[];
  /** What a prediction's score is made of, each 0-1, 4 decimals; absent in calls. */
  readonly factors?: { readonly confidence: number; readonly drift: number; readonly outlier: number };
}

/** A call of a language model, as stored. */
export interface LlmEvent {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly modelName: string;
  readonly prompt: string;
  readonly response: string;
  /** Milliseconds, >= 0. */
  readonly latencyMs: number;
  readonly tokenCount: number;
  readonly timestamp: Date;
  /** What was masked in prompt and response before they were stored; absent where nothing was. */
  readonly masked?: readonly FlaggedSpan[];
}

/** Events of one kind that arrived together. */
export type EventList =
  | { readonly kind: 'ml'; readonly events: readonly MlEvent[] }
  | { readonly kind: 'llm'; readonly events: readonly LlmEvent[] };

/** What classification says of one event. */
export interface Verdict {
  readonly eventId: string;
  /** 0-1, rounded to 4 decimals. */
  readonly riskScore: number;
  readonly riskLabel: RiskLabel;
  /** Names of what was found; LLM events only. */
  readonly flags?: readonly string[];
  /** How it came to be; of predictions, by the policy `calibrated` only. */
  readonly risk?: Judgement;
}

/** The label that an event has in the database: the first one written, which never changes. */
export interface StoredLabel {
  readonly eventId: string;
  readonly modelName: string;
  readonly timestamp: Date;
  readonly riskScore: number;
  readonly riskLabel: RiskLabel;
}

/** Predictions are durably stored and wait for their labels. May be announced again after a failure or a crash. */
export class MlEventsStored {
  constructor(
    readonly orgId: OrgId,
    readonly events: readonly MlEvent[],
  ) {}
}

/** Calls of language models are durably stored and wait for their labels. May be announced again. */
export class LlmEventsStored {
  constructor(
    readonly orgId: OrgId,
    readonly events: readonly LlmEvent[],
  ) {}
}

/** An organization's roll-ups include everything that was labelled until now. */
export class RollupsRefreshed {
  constructor(readonly orgId: OrgId) {}
}

/** The signals of some of a model's buckets were counted: complete ones, or one that still fills. May be announced again. */
export class SignalsCounted {
  constructor(
    readonly orgId: OrgId,
    readonly kind: EventKind,
    readonly modelName: string,
  ) {}
}
