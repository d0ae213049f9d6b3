import { driftMethods } from './methods/index.js';
import type { DriftMethodName } from './methods/method.js';
import type { ReferenceBins } from './reference-bins.js';
import { addedTallies, type Tally, tallyWithout } from './tally.js';

/** Lengths of the windows that are compared, in buckets. */
export const WINDOW_BUCKETS: readonly number[] = [1, 4, 12, 36];

/** As many independent windows as this, the next shorter length counts for when little is known of a longer one. */
const PRIOR_WINDOWS = 8;

/** By how much a statistic varies more than independent values would make it vary, by method, one number for each of
 * WINDOW_BUCKETS; >= 1. Seasons, bursts and autocorrelation raise it: what a signal always did is no drift. */
export type Overdispersion = Readonly<Partial<Record<DriftMethodName, readonly number[]>>>;

/** Learns overdispersion: each window of the baseline is compared with the rest of it.
 * @param tallies of the baseline's buckets in order
 * @see Wedderburn 1974, quasi-likelihood: mean of statistic / degrees of freedom */
export function learnOverdispersion(tallies: readonly Tally[], whole: Tally, bins: ReferenceBins): Overdispersion {
  const learned: Partial<Record<DriftMethodName, readonly number[]>> = {};
  for (const { name, compare } of driftMethods) {
    let shorter = 1;
    learned[name] = WINDOW_BUCKETS.map((length) => {
      const ratios = windowsOf(tallies, length, whole.bins.length).flatMap((window) => {
        const reading = compare(window, tallyWithout(whole, window), bins);
        return reading === null ? [] : [reading.statistic / reading.df];
      });
      const independent = Math.min(ratios.length, tallies.length / length);
      const mean = ratios.length === 0 ? shorter : ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
      shorter = Math.max(1, (independent * mean + PRIOR_WINDOWS * shorter) / (independent + PRIOR_WINDOWS));
      return shorter;
    });
  }
  return learned;
}

/** Windows of a length that half overlap: more of them than apart, and no more work than the buckets are. */
function windowsOf(tallies: readonly Tally[], length: number, width: number): Tally[] {
  const windows: Tally[] = [];
  const step = Math.max(1, length >> 1);
  for (let end = length; end <= tallies.length; end += step)
    windows.push(addedTallies(tallies.slice(end - length, end), width));
  return windows;
}
