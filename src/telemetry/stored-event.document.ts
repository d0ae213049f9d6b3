import type { RiskLabel } from '../lib/risk-label.js';
import type { DeadLetterMark } from './dead-letter.js';
import type { EventDetail, EventRow } from './event-reads.facts.js';
import type { EventKind, FlaggedSpan, Judgement } from './telemetry.facts.js';

/** A document of either kind, as far as it was read. */
export interface StoredEvent {
  readonly _id: string;
  readonly model_name: string;
  readonly timestamp: Date;
  readonly latency_ms: number;
  readonly riskScore?: number;
  readonly riskLabel?: RiskLabel;
  readonly flags?: readonly string[];
  readonly token_count?: number;
  readonly prompt?: string;
  readonly response?: string;
  readonly prediction?: unknown;
  readonly input_data?: Readonly<Record<string, unknown>>;
  readonly risk?: Judgement;
  readonly masked?: readonly FlaggedSpan[];
  readonly benign_at?: Date;
  readonly dead?: DeadLetterMark;
}

/** @returns what lists show of a document */
export function eventRow(kind: EventKind, row: StoredEvent): EventRow {
  return {
    kind,
    id: row._id,
    modelName: row.model_name,
    timestamp: row.timestamp,
    latencyMs: row.latency_ms,
    riskScore: row.riskScore ?? null,
    riskLabel: row.riskLabel ?? null,
    flags: row.flags ?? [],
    tokenCount: row.token_count ?? null,
    prompt: row.prompt ?? null,
    prediction: row.prediction ?? null,
  };
}

/** @returns everything that a document holds */
export function eventDetail(kind: EventKind, row: StoredEvent): EventDetail {
  return {
    ...eventRow(kind, row),
    response: row.response ?? null,
    inputData: row.input_data ?? null,
    risk: row.risk ?? null,
    masked: row.masked ?? [],
    benignAt: row.benign_at ?? null,
    dead: row.dead ?? null,
  };
}
