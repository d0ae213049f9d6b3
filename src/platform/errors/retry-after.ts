/** How far apart clients that were told to come back are spread, so that they don't come back together. */
const JITTER = 0.5;

/** @param seconds how long to wait, before spreading
 * @param chance 0-1, from a random source
 * @returns whole seconds, >= 1 */
export function retryAfterSeconds(seconds: number, chance: number): number {
  return Math.max(1, Math.ceil(seconds * (1 - JITTER + 2 * JITTER * chance)));
}
