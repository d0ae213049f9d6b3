const MODULUS = 2 ** 32;

/** Numbers from a seed, uniform in 0-1; the same seed gives the same numbers. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / MODULUS;
  };
}

/** @param share 0-1
 * @returns the value that this share of all values doesn't exceed; NaN where there is none */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** "1.23 s"
 * @param ms milliseconds */
export function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** "n 20, median 1.2 s, p99 2.3 s, most 2.3 s"
 * @param ms milliseconds */
export function spread(ms: readonly number[]): string {
  if (ms.length === 0) return 'n 0';
  const seconds = (share: number): string => inSeconds(quantile(ms, share));
  return `n ${ms.length}, median ${seconds(0.5)}, p99 ${seconds(0.99)}, most ${seconds(1)}`;
}

/** Prints a figure of the run: what docs/reliability.md publishes. */
export function report(name: string, figure: string): void {
  process.stdout.write(`[recovery] ${name}: ${figure}\n`);
}
