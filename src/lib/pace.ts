import { nextTurn } from './in-parts.js';

/** How long work may go on at a time, milliseconds. */
const WORK_MS = 5;

/** Keeps long work from holding up the event loop: it gives way whenever it has gone on for some milliseconds, whatever its steps
 * cost. A single step is never cut.
 * @example `for (const item of items) { if (pace.isDue()) await pace.rest(); work(item); }` */
export class Pace {
  private sinceMs = performance.now();

  /** @returns whether it is time to rest */
  isDue(): boolean {
    return performance.now() - this.sinceMs > WORK_MS;
  }

  /** Lets everything else go first. */
  async rest(): Promise<void> {
    await nextTurn();
    this.sinceMs = performance.now();
  }
}
