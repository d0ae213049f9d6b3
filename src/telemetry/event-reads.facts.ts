import type { RiskLabel } from '../lib/risk-label.js';
import type { DeadLetterMark } from './dead-letter.js';
import type { EventKind, FlaggedSpan, Judgement } from './telemetry.facts.js';

/** Which events are asked for; what is left out is not asked. */
export interface EventSearch {
  readonly modelName?: string | undefined;
  /** With what the model's name begins. */
  readonly modelPrefix?: string | undefined;
  readonly label?: RiskLabel | undefined;
  readonly flag?: string | undefined;
  /** Lowest risk score, 0-1. */
  readonly minScore?: number | undefined;
  readonly from?: Date | undefined;
  /** Not included. */
  readonly to?: Date | undefined;
}

/** An event as lists show it. */
export interface EventRow {
  readonly kind: EventKind;
  readonly id: string;
  readonly modelName: string;
  readonly timestamp: Date;
  /** Milliseconds. */
  readonly latencyMs: number;
  /** 0-1, 4 decimals; null while it has no label. */
  readonly riskScore: number | null;
  readonly riskLabel: RiskLabel | null;
  readonly flags: readonly string[];
  /** Null for predictions. */
  readonly tokenCount: number | null;
  /** Null for predictions. */
  readonly prompt: string | null;
  /** Any JSON value; null for calls of language models. */
  readonly prediction: unknown;
}

/** An event with everything that is stored of it. */
export interface EventDetail extends EventRow {
  /** Null for predictions. */
  readonly response: string | null;
  /** Null for calls of language models. */
  readonly inputData: Readonly<Record<string, unknown>> | null;
  /** Whose judgement its label is, and why; null for predictions, and while it has no label. */
  readonly risk: Judgement | null;
  readonly masked: readonly FlaggedSpan[];
  /** Since when it is known to have been flagged by mistake. */
  readonly benignAt: Date | null;
  readonly dead: DeadLetterMark | null;
}
