import { setImmediate } from 'node:timers/promises';

/** The event loop is one for all, and so is the line of those that wait for a turn of it. */
let lastTurn: Promise<void> = Promise.resolve();

/** Lets everything else go first: whatever has come in meanwhile, and one piece a turn of whoever waits here already. */
export function nextTurn(): Promise<void> {
  lastTurn = lastTurn.then(() => setImmediate());
  return lastTurn;
}

/** How long a part is at most. */
export interface PartSize<Item> {
  /** Items, >= 1. */
  readonly items: number;
  /** Sum of the weights of its items; one that weighs more is a part by itself. */
  readonly weight: number;
  readonly weightOf: (item: Item) => number;
}

/** Begins work on a list part by part, so that a long list doesn't hold up the event loop: each part in a turn of
 * its own, while the earlier ones may still wait for something. A list of one part is begun at once.
 * @param size items of a part, >= 1, or what bounds a part
 * @param work on one part, and the index of its first item
 * @returns what each part gave, in order
 * @throws the error of the first part that failed, once all parts have ended */
export async function inParts<Item, Result>(
  items: readonly Item[],
  size: number | PartSize<Item>,
  work: (part: readonly Item[], from: number) => Result | Promise<Result>,
): Promise<Result[]> {
  const parts: Promise<PromiseSettledResult<Result>>[] = [];
  for (let from = 0, to = 0; from < items.length; from = to) {
    if (from > 0) await nextTurn();
    const first = from;
    to = partEnd(items, from, size);
    const part = items.slice(first, to);
    parts.push(settled(async () => work(part, first)));
  }
  return (await Promise.all(parts)).map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** @returns where the part ends that begins at an item */
function partEnd<Item>(items: readonly Item[], from: number, size: number | PartSize<Item>): number {
  if (typeof size === 'number') return from + size;
  let [to, weight] = [from, 0];
  for (const item of items.slice(from, from + size.items)) {
    weight += size.weightOf(item);
    if (to > from && weight > size.weight) break;
    to++;
  }
  return to;
}

/** Never rejects: nobody listens yet while later parts are begun. */
async function settled<Result>(work: () => Promise<Result>): Promise<PromiseSettledResult<Result>> {
  const [outcome] = await Promise.allSettled([work()]);
  return outcome;
}
