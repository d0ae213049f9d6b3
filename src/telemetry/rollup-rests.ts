import { countOf } from '../lib/event-figures.js';
import type { Recounted, Rollup } from './rollup-bucket.js';

/** Counting an event takes some 8 µs. Resting five times as long leaves the database's time to everything else, however much is sent. */
const REST_MS_AN_EVENT = 0.04;
const LONGEST_REST_MS = 5000;
/** Buckets with fewer events cost next to nothing, and never rest: nobody waits for the figures of a quiet model because another one is busy. */
const LARGE_EVENTS = 1000;

/** How long the large buckets of a run rest before they are counted again, milliseconds: nothing that anybody sees, below some 25,000 events.
 * @param events of all buckets that the run counted */
export function restMs(events: number): number {
  return Math.min(events * REST_MS_AN_EVENT, LONGEST_REST_MS);
}

/** Which buckets rest: a recount reads all of a bucket's events, and one that fills would be read from its beginning every second. */
export class RollupRests {
  private readonly until = new Map<string, number>();

  /** How many buckets may be resting. */
  get size(): number {
    return this.until.size;
  }

  /** @param nowMs on any clock that only goes forward */
  isResting({ id }: Rollup, nowMs: number): boolean {
    return (this.until.get(id) ?? 0) > nowMs;
  }

  /** Notes what a run has counted, and forgets who has rested. */
  note(recounted: readonly Recounted[], nowMs: number): void {
    for (const [id, untilMs] of this.until) {
      if (untilMs <= nowMs) this.until.delete(id);
    }
    const counted = recounted.map(({ rollup, figures }) => ({ id: rollup.id, events: countOf(figures) }));
    const untilMs = nowMs + restMs(counted.reduce((sum, { events }) => sum + events, 0));
    for (const { id, events } of counted) {
      if (events >= LARGE_EVENTS) this.until.set(id, untilMs);
    }
  }
}
