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
  private large: string[] = [];
  private events = 0;

  /** How many buckets may be resting. */
  get size(): number {
    return this.until.size;
  }

  /** @param nowMs on any clock that only goes forward */
  isResting({ id }: Rollup, nowMs: number): boolean {
    return (this.until.get(id) ?? 0) > nowMs;
  }

  /** Notes a part of what a run counts. */
  note(recounted: readonly Recounted[]): void {
    for (const { rollup, figures } of recounted) {
      const events = countOf(figures);
      this.events += events;
      if (events >= LARGE_EVENTS) this.large.push(rollup.id);
    }
  }

  /** Ends a run: the large buckets that it counted rest from now on, and who has rested is forgotten. */
  endRun(nowMs: number): void {
    for (const [id, untilMs] of this.until) {
      if (untilMs <= nowMs) this.until.delete(id);
    }
    for (const id of this.large) this.until.set(id, nowMs + restMs(this.events));
    [this.large, this.events] = [[], 0];
  }
}
