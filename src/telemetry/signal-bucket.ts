import { MINUTE_MS, SECOND_MS } from '../lib/duration.js';
import { type EventCounts, SIGNAL_BUCKET_MS } from '../lib/signal-name.js';
import { type Bucket, distinctBuckets } from './rollup-bucket.js';
import { FINEST_LEVEL, LEVEL_MS } from './rollup-levels.js';

/** A span of event time, its end not included. */
interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** How long after its end, or after its first event where that comes later, a bucket is counted: for events that are late. */
export const SIGNAL_GRACE_MS = MINUTE_MS;

/** Days that counted signals are kept at most: what is normal is remembered apart from them. */
const KEPT_DAYS = 7;

/** A bucket of signals as stored, and which version of it was read. */
export interface SignalRollup extends Bucket {
  readonly id: string;
  readonly version: number;
  /** Whether its events are to be counted, again or for the first time. */
  readonly isDue: boolean;
  /** Null where they were never counted. */
  readonly counts: EventCounts | null;
  /** Whether these were counted when the bucket was over, and time for late events with it. */
  readonly isComplete: boolean;
}

/** A bucket, and what its events say. */
export interface CountedSignals {
  readonly rollup: SignalRollup;
  readonly counts: EventCounts;
  readonly isComplete: boolean;
  /** When to count it again, though nothing more may come; null: not by itself. */
  readonly again: Date | null;
}

/** @returns the distinct buckets of signals that some buckets of the finest level fall into */
export function signalBucketsAround(buckets: readonly Bucket[]): Bucket[] {
  return distinctBuckets(buckets, signalBucketMs);
}

/** @returns first millisecond of the bucket that an instant falls into */
export function signalBucketMs(instantMs: number): number {
  return Math.floor(instantMs / SIGNAL_BUCKET_MS) * SIGNAL_BUCKET_MS;
}

/** How often a bucket that still fills is counted, for those who needn't wait for its end. */
const LOOK_MS = MINUTE_MS;

/** @returns when a bucket that gets an event now is to be counted, Unix milliseconds: every minute while it fills, and once when it is
 *   complete. So its cost is a few readings of its events, however fast they come */
export function dueMs(bucket: Bucket, nowMs: number): number {
  return Math.min(nextLookMs(bucket, nowMs) ?? Infinity, completeMs(bucket, nowMs));
}

/** @returns when a bucket that was counted before it was complete is to be counted again, Unix milliseconds */
export function againMs(bucket: Bucket, nowMs: number): number {
  return nextLookMs(bucket, nowMs) ?? bucket.startMs + SIGNAL_BUCKET_MS + SIGNAL_GRACE_MS;
}

/** Null where the bucket is over by then. */
function nextLookMs({ startMs }: Bucket, nowMs: number): number | null {
  const lookMs = Math.max(startMs, nowMs) + LOOK_MS;
  return lookMs <= startMs + SIGNAL_BUCKET_MS ? lookMs : null;
}

/** @returns when a bucket that gets an event now is complete, Unix milliseconds: some time is left to events that are late */
export function completeMs({ startMs }: Bucket, nowMs: number): number {
  return Math.max(startMs + SIGNAL_BUCKET_MS, nowMs) + SIGNAL_GRACE_MS;
}

/** Events of a bucket that are read at most, about: more would say no more. */
export const MAX_READ = 10_000;

/** Where to read the events of a bucket: everywhere, or where there are too many, evenly over all its 10-second roll-ups.
 * @param total events of the bucket
 * @returns in order of time */
export function sampledWindows(startMs: number, total: number): Window[] {
  const share = Math.max(1, Math.ceil(total / MAX_READ));
  if (share === 1) return [{ from: new Date(startMs), to: new Date(startMs + SIGNAL_BUCKET_MS) }];
  const slice = LEVEL_MS[FINEST_LEVEL];
  const width = Math.max(1, Math.floor(slice / share));
  return Array.from({ length: SIGNAL_BUCKET_MS / slice }, (_none, nth) => {
    const fromMs = startMs + nth * slice;
    return { from: new Date(fromMs), to: new Date(fromMs + width) };
  });
}

/** So long before it is complete a bucket needs no second mark: as much as clocks may differ. */
export const MARK_AGAIN_MS = 30 * SECOND_MS;

/** @returns how many days counted signals are kept: no longer than events */
export function signalDays({ retentionDays }: { readonly retentionDays: number }): number {
  return Math.min(KEPT_DAYS, retentionDays);
}
