import type { SignalCounts } from '../lib/signal-counts.js';
import type { Overdispersion } from './overdispersion.js';
import type { CusumScale } from './methods/cusum.js';
import type { ReferenceBins } from './reference-bins.js';
import type { SignalKind } from './signal-kind.js';
import type { Tally } from './tally.js';

/** One bucket of one signal: five minutes, or so many rows. */
export interface SignalBucket {
  /** Its first instant, Unix milliseconds. Buckets are told apart and put in order by it. */
  readonly startMs: number;
  readonly counts: SignalCounts;
}

/** How far a baseline has come. Only `provisional` ones and better are compared with. */
export const BASELINE_STATUSES = ['collecting', 'provisional', 'active', 'pinned'] as const;

/** How far a baseline has come. */
export type BaselineStatus = (typeof BASELINE_STATUSES)[number];

/** What is normal for one signal of one model: made once out of buckets, never changed. JSON of 3 kB at most. */
export interface Baseline {
  readonly kind: SignalKind;
  readonly status: Exclude<BaselineStatus, 'collecting'>;
  /** Of the buckets it was made of, Unix milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Buckets kept, and those trimmed because something happened in them. */
  readonly buckets: number;
  readonly trimmed: number;
  readonly bins: ReferenceBins;
  readonly tally: Tally;
  /** By method and length of window. */
  readonly overdispersion: Overdispersion;
  /** Of signals that a CUSUM watches; else null. */
  readonly cusum: CusumScale | null;
  /** In the signal's own unit; null for categories and without values. */
  readonly figures: BaselineFigures | null;
}

/** Figures of the kept buckets. */
export interface BaselineFigures {
  readonly mean: number;
  readonly std: number;
  readonly median: number;
  /** Median distance from the median. */
  readonly mad: number;
}
