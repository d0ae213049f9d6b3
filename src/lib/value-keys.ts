import { BIN_RATIO } from './log-histogram.js';

/** So many of the finest bins make one bin of a LogHistogram; each level of coarseness halves their number. */
const FINEST_PER_BIN = 64;

/** At this level the bins are those of a LogHistogram: a value is known within 1 %. Below it better, above it worse. */
export const ONE_PERCENT_LEVEL = 6;

/** Nearer to 0 than this is 0, in the unit of the values. */
const NOTHING = 1e-9;

/** Key of the bin of 0. */
export const ZERO_KEY = 'z';

/** Sign of the keys of negative values. */
const NEGATIVE = 'n';

/** Bins of signed numbers, of equal ratio on either side of 0, as short text keys.
 * @param value finite
 * @returns its bin of the finest level: `z` around 0, `<power>` above it, `n<power>` below it
 * @see DDSketch (Masson, Rim, Lee 2019), mapping with two stores and a bin for zero */
export function keyOfValue(value: number): string {
  const size = Math.abs(value);
  if (size < NOTHING) return ZERO_KEY;
  const power = Math.floor((Math.log(size) / Math.log(BIN_RATIO)) * FINEST_PER_BIN);
  return value < 0 ? `${NEGATIVE}${power}` : String(power);
}

/** The bin of the next coarser level that holds a bin: two make one.
 * @see UDDSketch (Epicoco et al. 2020), uniform collapse: what it loses is spread evenly, and doesn't depend on any order */
export function coarserKey(key: string): string {
  if (key === ZERO_KEY) return key;
  const isNegative = key.startsWith(NEGATIVE);
  const half = Number(isNegative ? key.slice(1) : key) >> 1;
  return isNegative ? `${NEGATIVE}${half}` : String(half);
}

/** The values of a bin.
 * @returns the lowest and the highest, and the one in the middle by ratio that stands for all of them */
export function rangeOfKey(
  key: string,
  level: number,
): { readonly low: number; readonly mid: number; readonly high: number } {
  if (key === ZERO_KEY) return { low: -NOTHING, mid: 0, high: NOTHING };
  const isNegative = key.startsWith(NEGATIVE);
  const power = Number(isNegative ? key.slice(1) : key);
  const step = 2 ** level / FINEST_PER_BIN;
  const [near, mid, far] = [power, power + 0.5, power + 1].map((at) => BIN_RATIO ** (at * step)) as [
    number,
    number,
    number,
  ];
  return isNegative ? { low: -far, mid: -mid, high: -near } : { low: near, mid, high: far };
}
