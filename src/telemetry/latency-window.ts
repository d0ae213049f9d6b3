import { countOf } from '../lib/event-figures.js';
import type { Rollup } from './rollup-bucket.js';
import { FINEST_LEVEL, LEVEL_MS, type Span } from './rollup-levels.js';

/** How many events there are, and their latencies together. */
export interface LatencySum {
  readonly count: number;
  /** Milliseconds. */
  readonly sumMs: number;
}

/** How to read a window: what roll-ups know already, and the rest. */
export interface WindowPlan {
  readonly settled: LatencySum;
  /** Where the events themselves have to be read, in order. */
  readonly unsettled: readonly Span[];
}

/** No events. */
export const NO_LATENCIES: LatencySum = { count: 0, sumMs: 0 };

const BUCKET_MS = LEVEL_MS[FINEST_LEVEL];
/** Below this, reading all the window's events at once costs less than reading around what is settled. */
const WORTH_KNOWING_EVENTS = 2000;

/** Divides a window into what its roll-ups know and what has to be read from the events.
 * @param rollups those of the window's buckets that exist, in any order
 * @param fresh starts of buckets that hold events without a label, which roll-ups don't count yet, milliseconds */
export function windowPlan(rollups: readonly Rollup[], { fromMs, toMs }: Span, fresh: ReadonlySet<number>): WindowPlan {
  const settled = rollups
    .filter(({ isDirty, startMs }) => !isDirty && !fresh.has(startMs))
    .filter(({ startMs }) => startMs >= fromMs && startMs + BUCKET_MS <= toMs)
    .sort((one, other) => one.startMs - other.startMs);
  const known = totalOf(settled.map(({ figures }) => ({ count: countOf(figures), sumMs: figures.latencySumMs })));
  if (known.count < WORTH_KNOWING_EVENTS) return { settled: NO_LATENCIES, unsettled: [{ fromMs, toMs }] };
  const edges = [fromMs, ...settled.flatMap(({ startMs }) => [startMs, startMs + BUCKET_MS]), toMs];
  return { settled: known, unsettled: pairs(edges).filter((span) => span.fromMs < span.toMs) };
}

/** Looks which buckets hold events that roll-ups don't count yet: of a gap whose roll-ups together count as many as
 * there are, none do.
 * @param rollups those of the window's buckets that exist, in any order
 * @param gaps what was read from the events themselves
 * @param fresh starts of the buckets that are asked about, milliseconds
 * @returns those of them that roll-ups may lag behind in */
export function laggingStarts(
  rollups: readonly Rollup[],
  gaps: readonly (Span & { readonly count: number })[],
  fresh: ReadonlySet<number>,
): ReadonlySet<number> {
  const lagging = gaps.flatMap(({ fromMs, toMs, count }) => {
    const asked = [...fresh].filter((startMs) => startMs >= fromMs && startMs < toMs);
    const within = asked.length === 0 ? [] : rollups.filter(({ startMs }) => startMs >= fromMs && startMs < toMs);
    const rolledUp = within.reduce((sum, { figures }) => sum + countOf(figures), 0);
    return rolledUp === count && within.every(({ isDirty }) => !isDirty) ? [] : asked;
  });
  return new Set(lagging);
}

/** Adds up parts of a window. */
export function totalOf(parts: readonly LatencySum[]): LatencySum {
  return parts.reduce((sum, part) => ({ count: sum.count + part.count, sumMs: sum.sumMs + part.sumMs }), NO_LATENCIES);
}

/** @returns mean latency, milliseconds; null where there are no events */
export function meanOf({ count, sumMs }: LatencySum): number | null {
  return count === 0 ? null : sumMs / count;
}

/** The gaps between what is known: every even edge opens one, the next one closes it. */
function pairs(edges: readonly number[]): Span[] {
  return edges.flatMap((fromMs, nth) => {
    const toMs = edges[nth + 1];
    return nth % 2 === 0 && toMs !== undefined ? [{ fromMs, toMs }] : [];
  });
}
