import type { Verdict } from './compare-windows.js';

/** So many calm buckets in a row end an episode; more where it took a longer window to see what began it. */
const CALM_BUCKETS = 6;

/** A stretch of buckets during which a signal is away from its baseline. */
export interface Episode {
  /** Start of the bucket at which it opened, Unix milliseconds: with model and signal it tells the episode from all others. */
  readonly sinceMs: number;
  /** What opened it. */
  readonly cause: Verdict;
  /** The largest size so far. */
  readonly peakSize: number;
  /** Calm buckets in a row up to now. */
  readonly calmBuckets: number;
}

/** What a bucket says about an episode. */
export interface EpisodeNews {
  readonly startMs: number;
  readonly verdict: Verdict;
  readonly shouldOpen: boolean;
  readonly isCalm: boolean;
}

/** @returns an episode that begins with a bucket */
export function openedEpisode({ startMs, verdict }: Pick<EpisodeNews, 'startMs' | 'verdict'>): Episode {
  return { sinceMs: startMs, cause: verdict, peakSize: verdict.size, calmBuckets: 0 };
}

/** Opens an episode on strong evidence only, and closes it once weak evidence has been gone for a while too (hysteresis): a
 * signal near the threshold is one episode, not many. */
export function nextEpisode(
  episode: Episode | null,
  { startMs, verdict, shouldOpen, isCalm }: EpisodeNews,
): { readonly episode: Episode | null; readonly opened: Episode | null; readonly closed: Episode | null } {
  if (episode === null) {
    if (!shouldOpen) return { episode: null, opened: null, closed: null };
    const opened = openedEpisode({ startMs, verdict });
    return { episode: opened, opened, closed: null };
  }
  const calmBuckets = isCalm ? episode.calmBuckets + 1 : 0;
  const next = { ...episode, calmBuckets, peakSize: Math.max(episode.peakSize, verdict.size) };
  if (calmBuckets >= Math.max(CALM_BUCKETS, episode.cause.windowBuckets))
    return { episode: null, opened: null, closed: next };
  return { episode: next, opened: null, closed: null };
}
