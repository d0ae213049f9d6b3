import { setImmediate } from 'node:timers/promises';

/** The event loop is one for all, and so is the line of those that wait for a turn of it. */
let lastTurn: Promise<void> = Promise.resolve();

/** Lets everything else go first: whatever has come in meanwhile, and one piece a turn of whoever waits here already. */
export function nextTurn(): Promise<void> {
  lastTurn = lastTurn.then(() => setImmediate());
  return lastTurn;
}

/** Begins work on a list part by part, so that a long list doesn't hold up the event loop: each part in a turn of its own, while the
 * earlier ones may still wait for something. A list of one part is begun at once.
 * @param size items of a part, >= 1
 * @param work on one part, and the index of its first item
 * @returns what each part gave, in order
 * @throws the error of the first part that failed, once all parts have ended */
export async function inParts<Item, Result>(
  items: readonly Item[],
  size: number,
  work: (part: readonly Item[], from: number) => Result | Promise<Result>,
): Promise<Result[]> {
  const parts: Promise<PromiseSettledResult<Result>>[] = [];
  for (let from = 0; from < items.length; from += size) {
    if (from > 0) await nextTurn();
    parts.push(settled(async () => work(items.slice(from, from + size), from)));
  }
  return (await Promise.all(parts)).map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** Never rejects: nobody listens yet while later parts are begun. */
async function settled<Result>(work: () => Promise<Result>): Promise<PromiseSettledResult<Result>> {
  const [outcome] = await Promise.allSettled([work()]);
  return outcome;
}
