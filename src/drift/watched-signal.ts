import { HOUR_MS, MINUTE_MS } from '../lib/duration.js';
import type { Baseline, BaselineStatus, SignalBucket } from './baseline.js';
import { learnBaseline } from './baseline-life.js';
import type { Episode } from './episode.js';
import type { MonitorSettings } from './chances.js';
import { type MonitorState, monitorPeek, monitorStep, NEW_MONITOR, type SignalAssessment } from './signal-monitor.js';
import { severityOf } from './severity.js';
import type { SignalKind } from './signal-kind.js';

/** Everything that is remembered of one signal of one model: plain JSON. */
export interface WatchedSignal {
  readonly name: string;
  readonly kind: SignalKind;
  /** Buckets that start before this are not learned from, Unix milliseconds. */
  readonly learnFromMs: number;
  /** Buckets since then, and at how many of them a baseline is looked for next. */
  readonly seen: number;
  readonly tryAt: number;
  /** How many baselines it has had. */
  readonly version: number;
  readonly baseline: Baseline | null;
  readonly monitor: MonitorState;
  /** Null without a baseline to hold a bucket against. */
  readonly assessment: SignalAssessment | null;
}

/** Why an episode ended: the signal is back, nothing came any more, or what is normal was decided anew. */
export const EPISODE_ENDS = ['calm', 'no_traffic', 'new_baseline'] as const;

/** Why an episode ended. */
export type EpisodeEnd = (typeof EPISODE_ENDS)[number];

/** Something that happened to an episode of a signal. */
export interface EpisodeChange {
  readonly signal: string;
  readonly episode: Episode;
  /** Null where it goes on. */
  readonly end: { readonly atMs: number; readonly reason: EpisodeEnd } | null;
}

/** A signal after something happened. */
export interface Watched {
  readonly signal: WatchedSignal;
  readonly changes: readonly EpisodeChange[];
}

/** Without a bucket for this long a signal is stale: nobody knows how it is. */
export const STALE_MS = 20 * MINUTE_MS;

/** Without a bucket for this long an episode ends. Longer than pauses that traffic has by nature: what goes on after such a pause is
 * one episode, with one alert. */
export const SILENCE_MS = HOUR_MS;

/** A baseline is looked for at so many buckets, and then each time that they have become a quarter more. */
const FIRST_TRY = 30;
const GROWTH = 1.25;

/** A signal of which nothing is known. */
export function newSignal(name: string, kind: SignalKind, learnFromMs: number): WatchedSignal {
  const nothing = { version: 0, baseline: null, monitor: NEW_MONITOR, assessment: null };
  return { name, kind, learnFromMs, seen: 0, tryAt: FIRST_TRY, ...nothing };
}

/** Looks at the next bucket. */
export function watched(before: WatchedSignal, bucket: SignalBucket, settings: MonitorSettings): Watched {
  const { lastStartMs } = before.monitor;
  const isSilent = lastStartMs !== null && bucket.startMs - lastStartMs > SILENCE_MS;
  const { signal, changes } = isSilent ? ended(before, lastStartMs, 'no_traffic') : { signal: before, changes: [] };
  const { baseline, monitor, name } = signal;
  const seen = signal.seen + 1;
  if (baseline === null) {
    return { signal: { ...signal, seen, monitor: { ...monitor, lastStartMs: bucket.startMs } }, changes };
  }
  const step = monitorStep(monitor, baseline, bucket, settings);
  const news = newsOf(monitor.episode, step.state.episode, step.closed);
  const end = step.closed === null ? null : ({ atMs: bucket.startMs, reason: 'calm' } as const);
  return {
    signal: { ...signal, seen, monitor: step.state, assessment: step.assessment ?? signal.assessment },
    changes: news === null ? changes : [...changes, { signal: name, episode: news, end }],
  };
}

/** Looks at a bucket that still fills. It may open an episode; everything else is left to when it is complete. */
export function peeked(signal: WatchedSignal, bucket: SignalBucket, settings: MonitorSettings): Watched {
  const { baseline, monitor, name } = signal;
  if (baseline === null || monitor.episode !== null) return { signal, changes: [] };
  const { state, assessment, opened } = monitorPeek(monitor, baseline, bucket, settings);
  if (opened === null) return { signal, changes: [] };
  return {
    signal: { ...signal, monitor: state, assessment },
    changes: [{ signal: name, episode: opened, end: null }],
  };
}

/** @returns what is worth saying: an episode opened, became critical, or ended */
function newsOf(before: Episode | null, now: Episode | null, closed: Episode | null): Episode | null {
  if (closed !== null) return closed;
  if (now === null) return null;
  return before === null || severityOf(before.peakSize) !== severityOf(now.peakSize) ? now : null;
}

/** Whether a baseline is to be looked for now. Not during an episode: what is unusual must not become normal by itself. */
export function isDueToLearn({ baseline, monitor, seen, tryAt }: WatchedSignal): boolean {
  return (baseline === null || baseline.status === 'provisional') && monitor.episode === null && seen >= tryAt;
}

/** Looks for a baseline.
 * @param history the signal's buckets from `learnFromMs` on, as far as they are kept, in order */
export function learned(signal: WatchedSignal, history: readonly SignalBucket[]): WatchedSignal {
  const tryAt = Math.ceil(signal.seen * GROWTH);
  const baseline = learnBaseline(signal.kind, history);
  return baseline === null ? { ...signal, tryAt } : { ...withBaseline(signal, baseline), tryAt };
}

/** Decides that some buckets are normal.
 * @returns the signal as it was, where they are too few to say anything, or it wasn't there yet */
export function pinned(signal: WatchedSignal, history: readonly SignalBucket[]): Watched {
  const isThere = history.some(({ counts }) => counts.n > 0);
  const baseline = isThere ? learnBaseline(signal.kind, history, true) : null;
  if (baseline === null) return { signal, changes: [] };
  const { signal: quiet, changes } = ended(signal, signal.monitor.lastStartMs ?? 0, 'new_baseline');
  return { signal: withBaseline(quiet, baseline), changes };
}

/** Forgets what is normal, and learns from the next bucket on. */
export function relearning(signal: WatchedSignal, learnFromMs: number): Watched {
  const { signal: quiet, changes } = ended(signal, signal.monitor.lastStartMs ?? 0, 'new_baseline');
  const fresh = newSignal(signal.name, signal.kind, learnFromMs);
  const monitor = { ...NEW_MONITOR, lastStartMs: quiet.monitor.lastStartMs };
  return { signal: { ...fresh, version: signal.version, monitor }, changes };
}

/** Ends the episode of a signal, where there is one. The next one needs its own evidence. */
export function ended(signal: WatchedSignal, atMs: number, reason: EpisodeEnd): Watched {
  const { episode, lastStartMs } = signal.monitor;
  if (episode === null) return { signal, changes: [] };
  return {
    signal: { ...signal, monitor: { ...NEW_MONITOR, lastStartMs }, assessment: null },
    // It may have opened in a bucket that isn't over.
    changes: [{ signal: signal.name, episode, end: { atMs: Math.max(atMs, episode.sinceMs), reason } }],
  };
}

/** @returns how far its baseline has come */
export function statusOf({ baseline }: WatchedSignal): BaselineStatus {
  return baseline?.status ?? 'collecting';
}

function withBaseline(signal: WatchedSignal, baseline: Baseline): WatchedSignal {
  const monitor = { ...NEW_MONITOR, lastStartMs: signal.monitor.lastStartMs };
  return { ...signal, version: signal.version + 1, baseline, monitor, assessment: null };
}
