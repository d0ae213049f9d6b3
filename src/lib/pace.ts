import { nextTurn } from './in-parts.js';

/** How long work may go on at a time, milliseconds. */
const WORK_MS = 5;

/** Most turns that are given away at once. */
const MAX_TURNS = 10;

/** Keeps long work from holding up the event loop: it gives way whenever it has gone on for some milliseconds, whatever
 * its steps cost. A single step is never cut.
 * @example `for (const item of items) { if (pace.isDue()) await pace.rest(); work(item); }` */
export class Pace {
  private sinceMs = performance.now();

  /** @returns whether it is time to rest */
  isDue(): boolean {
    return performance.now() - this.sinceMs > WORK_MS;
  }

  /** Lets everything else go first, for as many turns as the work was worth: a request of somebody else needs
   * several. */
  async rest(): Promise<void> {
    const turns = Math.min(MAX_TURNS, Math.ceil((performance.now() - this.sinceMs) / WORK_MS));
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    this.sinceMs = performance.now();
  }
}

/** Works on a list item by item, and gives way to other work between the items.
 * @returns what each gave, in order
 * @throws what the work throws */
export async function paced<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Result,
): Promise<Result[]> {
  const pace = new Pace();
  const results: Result[] = [];
  for (const [index, item] of items.entries()) {
    if (pace.isDue()) await pace.rest();
    results.push(work(item, index));
  }
  return results;
}
