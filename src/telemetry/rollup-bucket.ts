import { type Figures, NO_FIGURES, summed } from '../lib/event-figures.js';
import { groupBy } from '../lib/group-by.js';
import { merged } from '../lib/log-histogram.js';
import type { OrgId } from '../lib/org-id.js';
import type { RiskLabel } from '../lib/risk-label.js';
import { bucketStartMs, FINEST_LEVEL, type RollupLevel } from './rollup-levels.js';
import type { EventKind, StoredLabel } from './telemetry.facts.js';

/** Events of one organization, kind and model. */
export interface Series {
  readonly orgId: OrgId;
  readonly kind: EventKind;
  readonly modelName: string;
}

/** A bucket of a level. */
export interface Bucket extends Series {
  /** Its first instant, Unix milliseconds. */
  readonly startMs: number;
}

/** A bucket as stored, and which version of it was read. */
export interface Rollup extends Bucket {
  readonly id: string;
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

/** @returns the distinct buckets of the finest level that labelled events fall into */
export function bucketsOf(orgId: OrgId, kind: EventKind, labels: readonly StoredLabel[]): Bucket[] {
  const instants = labels.map(({ modelName, timestamp }) => ({ orgId, kind, modelName, startMs: timestamp.getTime() }));
  return bucketsAround(FINEST_LEVEL, instants);
}

/** @returns the distinct buckets of a level that some buckets fall into */
export function bucketsAround(level: RollupLevel, buckets: readonly Bucket[]): Bucket[] {
  return distinctBuckets(buckets, (instantMs) => bucketStartMs(level, instantMs));
}

/** @param startOf the first instant of the bucket that an instant falls into, Unix milliseconds
 * @returns the distinct buckets that some buckets fall into, in the order in which they come up */
export function distinctBuckets(buckets: readonly Bucket[], startOf: (instantMs: number) => number): Bucket[] {
  const byKey = new Map<string, Bucket>();
  for (const bucket of buckets) {
    const { orgId, kind, modelName } = bucket;
    const startMs = startOf(bucket.startMs);
    const key = [orgId, kind, startMs, modelName].join();
    if (!byKey.has(key)) byKey.set(key, { orgId, kind, modelName, startMs });
  }
  return [...byKey.values()];
}

/** Folds a recount into the figures of its buckets. */
export function figuresByBucket(rows: readonly RecountRow[]): Map<number, Figures> {
  const buckets = groupBy(rows, (row) => row.startMs);
  return new Map([...buckets].map(([startMs, own]) => [startMs, own.reduce(added, NO_FIGURES)]));
}

/** Adds up the figures of the buckets of a level out of finer ones.
 * @param finer by start
 * @returns by start */
export function figuresOfLevel(level: RollupLevel, finer: ReadonlyMap<number, Figures>): Map<number, Figures> {
  const buckets = groupBy(finer, ([startMs]) => bucketStartMs(level, startMs));
  return new Map([...buckets].map(([startMs, own]) => [startMs, summed(own.map(([, figures]) => figures))]));
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
