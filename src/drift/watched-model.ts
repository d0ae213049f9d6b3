import { absentCounts, type EventCounts, FLAG } from '../lib/signal-name.js';
import type { SignalScale } from '../lib/signal-counts.js';
import type { SignalBucket } from './baseline.js';
import type { DriftPolicy } from './chances.js';
import { type SignalKind, scaleOf } from './signal-kind.js';
import { type EpisodeChange, newSignal, peeked, type Watched, type WatchedSignal, watched } from './watched-signal.js';

/** Signals of a model that are watched at most. */
export const MAX_SIGNALS = 64;

/** One counted bucket of a model. */
export interface ModelBucket {
  /** Its first instant, Unix milliseconds. */
  readonly startMs: number;
  readonly counts: EventCounts;
}

/** A model's signals after something happened, and what it did to their episodes. */
export interface ModelStep {
  readonly signals: readonly WatchedSignal[];
  readonly changes: readonly EpisodeChange[];
}

/** Looks at the next bucket of a model with every signal of it; those that come for the first time are watched from now on.
 * @param policy whose chance the signals that have a baseline share */
export function watchBucket(before: readonly WatchedSignal[], bucket: ModelBucket, policy: DriftPolicy): ModelStep {
  const known = [...before, ...newcomers(before, bucket)];
  const signals = sharing(known);
  return stepOf(known.map((signal) => watched(signal, bucketOf(signal, bucket), { ...policy, signals })));
}

/** Looks at a bucket that still fills: what drifts far needn't wait for its end. It may open episodes, and changes nothing else.
 * @param policy see {@link watchBucket} */
export function peekAtBucket(before: readonly WatchedSignal[], bucket: ModelBucket, policy: DriftPolicy): ModelStep {
  const signals = sharing(before);
  return stepOf(before.map((signal) => peeked(signal, bucketOf(signal, bucket), { ...policy, signals })));
}

/** Takes together what happened to the signals of a model.
 * @param after each of its signals, in their order */
export function stepOf(after: readonly Watched[]): ModelStep {
  return { signals: after.map(({ signal }) => signal), changes: after.flatMap(({ changes }) => changes) };
}

/** How many signals share the chance of an episode. */
function sharing(signals: readonly WatchedSignal[]): number {
  return Math.max(1, signals.filter(({ baseline }) => baseline !== null).length);
}

/** @returns what a bucket says of a signal. One that came as numbers and now comes as texts, or the other way round, is absent */
export function bucketOf({ name, kind }: WatchedSignal, { startMs, counts }: ModelBucket): SignalBucket {
  const scale = scaleOf(kind);
  const found = counts.signals.find((signal) => signal.name === name)?.counts;
  return { startMs, counts: found?.scale === scale ? found : absentCounts(name, scale, counts.events) };
}

function newcomers(before: readonly WatchedSignal[], { startMs, counts }: ModelBucket): WatchedSignal[] {
  const known = new Set(before.map(({ name }) => name));
  return counts.signals
    .filter(({ name }) => !known.has(name))
    .slice(0, Math.max(0, MAX_SIGNALS - before.length))
    .map((signal) => newSignal(signal.name, kindOf(signal.name, signal.counts.scale), startMs));
}

function kindOf(name: string, scale: SignalScale): SignalKind {
  if (scale === 'category') return 'category';
  if (name === 'latency') return 'latency';
  return name === 'flagged' || name.startsWith(FLAG) ? 'rate' : 'number';
}
