import { HOUR_MS } from '../lib/duration.js';
import { totalCounts } from '../lib/signal-counter.js';
import { momentsOf, robustSpreadOf } from '../lib/signal-figures.js';
import type { SignalCounts } from '../lib/signal-counts.js';
import type { Baseline, BaselineFigures, BaselineStatus, SignalBucket } from './baseline.js';
import { halvesAgree } from './halves.js';
import { learnCusumScale } from './cusum-scale.js';
import { learnOverdispersion } from './overdispersion.js';
import { cutBins, projected, widthOf } from './reference-bins.js';
import { scaleOf, type SignalKind } from './signal-kind.js';
import { addedTallies } from './tally.js';
import { keptBuckets } from './trimming.js';

/** From here on a baseline is compared with; its tests allow for its being small. */
const PROVISIONAL = { events: 200, buckets: 30, spanMs: HOUR_MS };

/** From here on it may be final: so many events, or so long a time. */
const ACTIVE = { events: 2000, spanMs: 24 * HOUR_MS };

/** A baseline of one value needs no life: below this even a pinned one says nothing. */
const PINNED_EVENTS = 20;

/** Learns what is normal from a signal's first buckets, or from those of a window that somebody pins. The same buckets always
 * give the same baseline. Asked again and again while the answer isn't `active`; an active one is kept, never learned anew by
 * itself.
 * @param buckets with traffic, in order of time, 2,000 at most
 * @returns null while collecting */
export function learnBaseline(kind: SignalKind, buckets: readonly SignalBucket[], isPinned = false): Baseline | null {
  const scale = scaleOf(kind);
  const kept = keptBuckets(kind, buckets);
  const counts = totalCounts(
    scale,
    kept.map((bucket) => bucket.counts),
  );
  const status = isPinned ? pinnedStatus(counts) : learnedStatus(kind, kept, counts);
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (status === 'collecting' || first === undefined || last === undefined) return null;
  const bins = cutBins(counts, kind);
  const tallies = kept.map((bucket) => projected(bins, bucket.counts));
  const tally = addedTallies(tallies, widthOf(bins));
  return {
    kind,
    status,
    fromMs: first.startMs,
    toMs: last.startMs,
    buckets: kept.length,
    trimmed: buckets.length - kept.length,
    bins,
    tally,
    overdispersion: learnOverdispersion(tallies, tally, bins),
    cusum: learnCusumScale(kind, kept, counts),
    figures: figuresOf(kind, counts),
  };
}

function pinnedStatus({ n, missing }: SignalCounts): BaselineStatus {
  return n + missing >= PINNED_EVENTS ? 'pinned' : 'collecting';
}

function learnedStatus(kind: SignalKind, buckets: readonly SignalBucket[], counts: SignalCounts): BaselineStatus {
  const events = counts.n + counts.missing;
  const spanMs = (buckets.at(-1)?.startMs ?? 0) - (buckets[0]?.startMs ?? 0);
  const isEnough =
    events >= PROVISIONAL.events && buckets.length >= PROVISIONAL.buckets && spanMs >= PROVISIONAL.spanMs;
  if (!isEnough) return 'collecting';
  const isLong = events >= ACTIVE.events || spanMs >= ACTIVE.spanMs;
  return isLong && halvesAgree(kind, buckets) ? 'active' : 'provisional';
}

function figuresOf(kind: SignalKind, counts: SignalCounts): BaselineFigures | null {
  if (scaleOf(kind) === 'category') return null;
  const [moments, robust] = [momentsOf(counts), robustSpreadOf(counts)];
  return moments === null || robust === null ? null : { ...moments, ...robust };
}
