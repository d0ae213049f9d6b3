import { groupBy } from '../lib/group-by.js';
import { type LogHistogram, merged } from '../lib/log-histogram.js';
import type { OrgId } from '../lib/org-id.js';
import type { RiskLabel } from '../lib/risk-label.js';
import type { EventKind, StoredLabel } from './telemetry.facts.js';

/** Width of a bucket of event time, milliseconds. */
export const BUCKET_MS = 10_000;

/** What one bucket counts. */
export interface Figures extends Readonly<Record<RiskLabel, number>> {
  readonly latencySumMs: number;
  readonly latencies: LogHistogram;
  readonly tokens: number;
}

/** Events of one organization, kind and model. */
export interface Series {
  readonly orgId: OrgId;
  readonly kind: EventKind;
  readonly modelName: string;
}

/** A bucket, and which version of it was read. */
export interface Rollup extends Series {
  readonly id: string;
  readonly startMs: number;
  readonly version: number;
  readonly isDirty: boolean;
  readonly figures: Figures;
}

/** One group of a recount: the events of a bucket that share a label and a bin of latency. */
export interface RecountRow {
  readonly startMs: number;
  readonly label: RiskLabel;
  /** Number of the latency's bin. */
  readonly bin: number;
  readonly count: number;
  readonly latencySumMs: number;
  readonly tokens: number;
}

/** A bucket, and what a recount found in it. */
export interface Recounted {
  readonly rollup: Rollup;
  readonly figures: Figures;
}

/** A bucket without events. */
export const NO_FIGURES: Figures = { normal: 0, suspicious: 0, risky: 0, latencySumMs: 0, latencies: {}, tokens: 0 };

/** @returns first millisecond of the bucket that an instant falls into */
export function bucketStartMs(instant: Date): number {
  return Math.floor(instant.getTime() / BUCKET_MS) * BUCKET_MS;
}

/** The distinct buckets that labelled events fall into.
 * @returns for each model the bucket starts, milliseconds */
export function bucketsOf(labels: readonly StoredLabel[]): Map<string, Set<number>> {
  const byModel = groupBy(labels, (label) => label.modelName);
  return new Map(
    [...byModel].map(([model, own]) => [model, new Set(own.map((label) => bucketStartMs(label.timestamp)))]),
  );
}

/** Folds a recount into the figures of its buckets. */
export function figuresByBucket(rows: readonly RecountRow[]): Map<number, Figures> {
  const buckets = groupBy(rows, (row) => row.startMs);
  return new Map([...buckets].map(([startMs, own]) => [startMs, own.reduce(added, NO_FIGURES)]));
}

function added(figures: Figures, row: RecountRow): Figures {
  return {
    ...figures,
    [row.label]: figures[row.label] + row.count,
    latencySumMs: figures.latencySumMs + row.latencySumMs,
    latencies: merged(figures.latencies, { [String(row.bin)]: row.count }),
    tokens: figures.tokens + row.tokens,
  };
}
