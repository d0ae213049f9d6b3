import type { Baseline, SignalBucket } from './baseline.js';
import { chancesOf, type MonitorSettings } from './chances.js';
import { compareWindows, type Verdict } from './compare-windows.js';
import { type Episode, nextEpisode, openedEpisode } from './episode.js';
import { bucketMean, cusumLimit, type CusumState, cusumStep } from './methods/cusum.js';
import { WINDOW_BUCKETS } from './overdispersion.js';
import { projected } from './reference-bins.js';
import { severityOf, type DriftSeverity } from './severity.js';
import type { Tally } from './tally.js';

/** What the monitor of one signal remembers between buckets: plain JSON, 8 kB at most, however many events there were. */
export interface MonitorState {
  /** Start of the latest bucket, Unix milliseconds; null before the first. */
  readonly lastStartMs: number | null;
  /** The latest buckets on the baseline's bins, oldest first, as many as the longest window has. */
  readonly recent: readonly Tally[];
  readonly cusum: CusumState;
  readonly episode: Episode | null;
}

/** How a signal is after a bucket. */
export interface SignalAssessment extends Verdict {
  readonly state: 'calm' | 'drifting';
  /** Start of the bucket at which the episode opened, Unix milliseconds; null while calm. */
  readonly sinceMs: number | null;
  readonly severity: DriftSeverity | null;
}

/** What one bucket changes. */
export interface MonitorStep {
  readonly state: MonitorState;
  /** null where the bucket came late: an older one than the latest changes nothing. */
  readonly assessment: SignalAssessment | null;
  readonly opened: Episode | null;
  readonly closed: Episode | null;
}

/** A monitor that hasn't seen a bucket since its baseline was made. */
export const NEW_MONITOR: MonitorState = { lastStartMs: null, recent: [], cusum: { up: 0, down: 0 }, episode: null };

const LONGEST = Math.max(...WINDOW_BUCKETS);

/** Looks at the next bucket with traffic of a signal, once it is complete. Pure: the same buckets in the same order always open
 * and close the same episodes. Its cost depends on neither the number of events nor that of earlier buckets. */
export function monitorStep(
  state: MonitorState,
  baseline: Baseline,
  bucket: SignalBucket,
  settings: MonitorSettings,
): MonitorStep {
  if (isLate(state, bucket)) return unchanged(state);
  const recent = recentWith(state, baseline, bucket);
  const chances = chancesOf(settings, baseline.cusum);
  const mean = bucketMean(baseline.kind, bucket.counts);
  const cusum =
    baseline.cusum === null || mean === null
      ? state.cusum
      : cusumStep(state.cusum, mean, baseline.cusum, cusumLimit(chances.cusum));
  const evidence = compareWindows(recent, cusum, baseline, chances, settings.minSize);
  const change = nextEpisode(state.episode, { ...evidence, startMs: bucket.startMs });
  // The next episode needs its own evidence: what came after this one.
  const kept =
    change.closed === null
      ? { recent, cusum }
      : { recent: recent.slice(-change.closed.calmBuckets), cusum: NEW_MONITOR.cusum };
  return {
    state: { lastStartMs: bucket.startMs, ...kept, episode: change.episode },
    assessment: assessmentOf(evidence.verdict, change.episode),
    opened: change.opened,
    closed: change.closed,
  };
}

/** Looks at a bucket that still fills, so that a large change needn't wait for its end. It may open an episode and changes
 * nothing else: the same bucket is looked at again, by monitorStep once it is complete. */
export function monitorPeek(
  state: MonitorState,
  baseline: Baseline,
  bucket: SignalBucket,
  settings: MonitorSettings,
): MonitorStep {
  if (isLate(state, bucket)) return unchanged(state);
  const chances = chancesOf(settings, baseline.cusum);
  const recent = recentWith(state, baseline, bucket);
  const { verdict, shouldOpen } = compareWindows(recent, state.cusum, baseline, chances, settings.minSize);
  const opened = state.episode === null && shouldOpen ? openedEpisode({ verdict, startMs: bucket.startMs }) : null;
  const episode = state.episode ?? opened;
  return { state: { ...state, episode }, assessment: assessmentOf(verdict, episode), opened, closed: null };
}

function isLate({ lastStartMs }: MonitorState, { startMs }: SignalBucket): boolean {
  return lastStartMs !== null && startMs <= lastStartMs;
}

function unchanged(state: MonitorState): MonitorStep {
  return { state, assessment: null, opened: null, closed: null };
}

function recentWith({ recent }: MonitorState, { bins }: Baseline, { counts }: SignalBucket): Tally[] {
  return [...recent, projected(bins, counts)].slice(-LONGEST);
}

function assessmentOf(verdict: Verdict, episode: Episode | null): SignalAssessment {
  return {
    ...verdict,
    state: episode === null ? 'calm' : 'drifting',
    sinceMs: episode?.sinceMs ?? null,
    severity: episode === null ? null : severityOf(verdict.size),
  };
}
