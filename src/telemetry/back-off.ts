import { MINUTE_MS, SECOND_MS } from '../lib/duration.js';

const MAX_MS = 5 * MINUTE_MS;

/** How long to wait before a failed batch is tried again: doubling, capped, spread by half to either side.
 * @param failures how often it failed, >= 0
 * @param chance 0-1, from a random source
 * @returns milliseconds, 500 to 450,000 */
export function backOffMs(failures: number, chance: number): number {
  return Math.min(2 ** failures * SECOND_MS, MAX_MS) * (0.5 + chance);
}
