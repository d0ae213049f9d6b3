import type { Reading, WindowMethodName } from './methods/method.js';
import { expectedOf } from './p-value.js';
import { psiBeyond, type Readings, readingsOf } from './readings.js';
import type { ReferenceBins } from './reference-bins.js';
import { addedTallies, type Tally, tallyWithout, valuesIn } from './tally.js';

/** Lengths of the windows that are compared, in buckets. */
export const WINDOW_BUCKETS: readonly number[] = [1, 2, 3, 6, 12, 36];

/** As many independent windows as this, the next shorter length counts for when little is known of a longer one. */
const PRIOR_WINDOWS = 8;

/** By how much a statistic varies more than independent values would make it vary, by method, one number for each of
 * WINDOW_BUCKETS; >= 1. Seasons, bursts and autocorrelation raise it: what a signal always did is no drift. */
export type Overdispersion = Readonly<Partial<Record<WindowMethodName, readonly number[]>>>;

/** Learns overdispersion: each window of the baseline is compared with the rest of it.
 * @param tallies of the baseline's buckets in order
 * @param whole all of them together
 * @see Wedderburn 1974, quasi-likelihood: mean of statistic / expected statistic */
export function learnOverdispersion(tallies: readonly Tally[], whole: Tally, bins: ReferenceBins): Overdispersion {
  const learned: Partial<Record<WindowMethodName, number[]>> = {};
  WINDOW_BUCKETS.forEach((length, at) => {
    const readings = windowsOf(tallies, length, whole.bins.length).map((window) =>
      readingsOf(window, tallyWithout(whole, window), bins),
    );
    const learn = (name: WindowMethodName, select: (own: Readings) => Reading | undefined, least = 1): number => {
      const mean = meanRatio(readings.flatMap((own) => select(own) ?? []));
      const shorter = learned[name]?.[at - 1] ?? 1;
      const independent = mean === null ? 0 : tallies.length / length;
      const shrunk = ((mean ?? 0) * independent + shorter * PRIOR_WINDOWS) / (independent + PRIOR_WINDOWS);
      (learned[name] ??= []).push(Math.max(least, shrunk));
      return Math.max(least, shrunk);
    };
    const valuesPerWindow = (valuesIn(whole) / tallies.length) * length;
    const location = learn('location', (own) => own.location);
    const least = secondOrder(location, valuesPerWindow);
    const spread = learn('spread', (own) => own.spread, least);
    learn('psi', (own) => psiBeyond(own, { location, spread }), least);
    learn('tail', (own) => own.tail, least);
    for (const name of ['category', 'rate', 'missing', 'unseen'] as const) learn(name, (own) => own[name]);
  });
  return learned;
}

/** What a location that varies by itself makes everything else vary by, at least; a few windows seldom show it. Let locations
 * vary by d standard deviations (normal, variance (location - 1) / n): a score (x^2 - 1) / sqrt 2 moves by d^2 / sqrt 2, and
 * the mean of its statistic n d^4 / 2 is 3/2 (location - 1)^2 / n. */
function secondOrder(location: number, n: number): number {
  return n > 0 ? 1 + (1.5 * (location - 1) ** 2) / n : 1;
}

function meanRatio(readings: readonly Reading[]): number | null {
  if (readings.length === 0) return null;
  return readings.reduce((sum, reading) => sum + reading.statistic / expectedOf(reading), 0) / readings.length;
}

/** Windows of a length that half overlap: more of them than apart, and no more work than the buckets are. */
function windowsOf(tallies: readonly Tally[], length: number, width: number): Tally[] {
  const windows: Tally[] = [];
  const step = Math.max(1, length >> 1);
  for (let end = length; end <= tallies.length; end += step) {
    windows.push(addedTallies(tallies.slice(end - length, end), width));
  }
  return windows;
}
