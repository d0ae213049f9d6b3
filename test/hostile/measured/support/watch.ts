import { once } from 'node:events';
import { setInterval } from 'node:timers';
import { Worker } from 'node:worker_threads';
import type { BenchClient } from '../../../bench/support/bench-client.js';
import type { BenchServer } from '../../../bench/support/bench-server.js';
import { quantile } from '../../../bench/support/statistics.js';

const MEMORY_STEP_MS = 25;

/** Lets an organization work beside an attack, from a thread of its own.
 * @returns ends that; tells the 99th percentile of the times of its answers, milliseconds
 * @throws Error where an answer isn't 200, or none comes */
export function watchNeighbour({ url, token }: BenchClient): { stop(): Promise<number> } {
  const worker = new Worker(new URL('./neighbour.worker.mjs', import.meta.url), { workerData: { url, token } });
  const times = once(worker, 'message');
  // Whoever stops it hears of its error.
  times.catch(() => undefined);
  return {
    stop: async () => {
      worker.postMessage('stop', []);
      const [measured] = (await times) as [number[]];
      return quantile(measured, 0.99);
    },
  };
}

/** Looks at the memory of the process again and again.
 * @returns ends that; tells how far its own memory rose above what it was, megabytes */
export function watchMemory(server: BenchServer): { stop(): number } {
  const before = server.ownMb();
  let highest = before;
  const look = (): void => void (highest = Math.max(highest, server.ownMb()));
  const timer = setInterval(look, MEMORY_STEP_MS);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return highest - before;
    },
  };
}
