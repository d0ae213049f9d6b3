const ROUNDS = 10;
const STEPS = 20_000_000;
/** Milliseconds of a round on the machine on which the bound of 100 ms was set, with nothing else running. */
const REFERENCE_MS = 20;

/** How much slower this machine is now than the one on which the bounds were set: by its own speed, or because others
 * use it.
 * @returns at least 1; the slowest of ten rounds counts, because a pause of one round is a pause of an answer, too */
export function slownessNow(): number {
  let slowestMs = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const startedMs = performance.now();
    compute();
    slowestMs = Math.max(slowestMs, performance.now() - startedMs);
  }
  return Math.max(1, slowestMs / REFERENCE_MS);
}

/** Work for one core that touches no memory. The result is returned so that no compiler leaves the work out. */
function compute(): number {
  let mixed = 0;
  for (let step = 0; step < STEPS; step++) mixed = (Math.imul(mixed, 31) + step) | 0;
  return mixed;
}
