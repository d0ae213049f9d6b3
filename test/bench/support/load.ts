import { setTimeout } from 'node:timers/promises';
import { CONCURRENCY } from './options.js';

/** Runs every task once, a few at a time.
 * @param tasks each begins when it is called
 * @returns milliseconds from the first to the end of the last */
export async function closedLoop(
  tasks: readonly (() => Promise<unknown>)[],
  concurrency = CONCURRENCY,
): Promise<number> {
  const waiting = [...tasks];
  const startedMs = performance.now();
  const runner = async (): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await task();
  };
  await Promise.all(Array.from({ length: concurrency }, runner));
  return performance.now() - startedMs;
}

/** Begins tasks at a steady pace, whether or not earlier ones have ended: what a slow server can't slow down.
 * @param perSecond tasks begun each second
 * @returns milliseconds that each took, from the moment it was due */
export async function openLoop(
  task: (nth: number) => Promise<unknown>,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<number[]> {
  const startedMs = performance.now();
  const underWay: Promise<number>[] = [];
  for (let nth = 0; nth < perSecond * seconds; nth++) {
    const dueMs = startedMs + (nth * 1000) / perSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await setTimeout(waitMs);
    underWay.push(task(nth).then(() => performance.now() - dueMs));
  }
  return Promise.all(underWay);
}
