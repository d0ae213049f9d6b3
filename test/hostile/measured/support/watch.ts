import { setInterval } from 'node:timers';
import { setTimeout } from 'node:timers/promises';
import type { BenchClient } from '../../../bench/support/bench-client.js';
import type { BenchServer } from '../../../bench/support/bench-server.js';
import { quantile } from '../../../bench/support/statistics.js';

/** A request that needs no database, two that do, and one with a body. None writes anything. */
const REQUESTS = [
  { method: 'GET', path: '/health' },
  { method: 'GET', path: '/dashboard/health' },
  { method: 'GET', path: '/events/llm?limit=5' },
  { method: 'POST', path: '/ingest/llm', body: Buffer.from('{"events":[]}') },
] as const;

const PAUSE_MS = 5;
const MEMORY_STEP_MS = 25;

/** Works as an ordinary organization does: one small request after the other.
 * @param until milliseconds, or a signal that ends it
 * @returns 99th percentile of the times of the answers, milliseconds
 * @throws Error where one isn't 200 */
export async function watchNeighbour(neighbour: BenchClient, until: number | AbortSignal): Promise<number> {
  const isOver = typeof until === 'number' ? AbortSignal.timeout(until) : until;
  const times: number[] = [];
  do {
    for (const { method, path, ...rest } of REQUESTS) {
      const startedMs = performance.now();
      const { status, body } = await neighbour.send(method, path, 'body' in rest ? rest.body : undefined);
      times.push(performance.now() - startedMs);
      if (status !== 200) throw new Error(`the neighbour's ${method} ${path}: ${status} ${body}`);
      await setTimeout(PAUSE_MS);
    }
  } while (!isOver.aborted);
  return quantile(times, 0.99);
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
