import { twoSidedP } from '../lib/normal-distribution.js';
import type { Baseline } from './baseline.js';
import { CUSUM_LIMIT, type CusumState } from './methods/cusum.js';
import { driftMethods } from './methods/index.js';
import type { DriftDirection, DriftMethodName } from './methods/method.js';
import { WINDOW_BUCKETS } from './overdispersion.js';
import { pValueOf, sizeOf } from './p-value.js';
import { addedTallies, type Tally, valuesIn } from './tally.js';

/** A change smaller than this is of no interest, however sure it is. */
const MIN_SIZE = 0.01;

/** While something is as likely as this and as large, an episode isn't over. */
const UNCALM_P = 0.01;
const UNCALM_SIZE = 0.005;

/** The strongest evidence that a bucket leaves, against or for a change. */
export interface Verdict {
  readonly method: DriftMethodName | null;
  /** How likely it is by chance, 0-1, before correction; 1 without a window that can be judged. */
  readonly p: number;
  /** PSI or the square of Cohen's w, beyond chance, >= 0. */
  readonly size: number;
  readonly direction: DriftDirection | null;
  /** Buckets and values of the window it was found in; 0 without one. */
  readonly windowBuckets: number;
  readonly windowValues: number;
}

/** @returns the evidence, and whether it is enough to open an episode or little enough to count towards the end of one */
export function compareWindows(
  recent: readonly Tally[],
  cusum: CusumState,
  baseline: Baseline,
  { alpha, signals }: { readonly alpha: number; readonly signals: number },
): { readonly verdict: Verdict; readonly shouldOpen: boolean; readonly isCalm: boolean } {
  const verdicts = WINDOW_BUCKETS.flatMap((length, at) => verdictsOfWindow(recent, baseline, length, at));
  const tests = WINDOW_BUCKETS.length * Math.max(1, methodsOf(baseline));
  const limit = alpha / (signals * tests);
  const isStrong = ({ p, size }: Verdict): boolean => p < limit && size >= MIN_SIZE;
  const strongest = verdicts.reduce<Verdict>((best, own) => (own.p < best.p ? own : best), NOTHING);
  const open = verdicts
    .filter(isStrong)
    .reduce<Verdict | null>((best, own) => (best === null || own.p < best.p ? own : best), null);
  const sum = Math.max(cusum.up, cusum.down);
  const moved = sum > CUSUM_LIMIT ? cusumVerdict(cusum, strongest) : null;
  const isCalm = sum < CUSUM_LIMIT / 2 && verdicts.every(({ p, size }) => p >= UNCALM_P || size < UNCALM_SIZE);
  return { verdict: open ?? moved ?? strongest, shouldOpen: open !== null || moved !== null, isCalm };
}

const NOTHING: Verdict = { method: null, p: 1, size: 0, direction: null, windowBuckets: 0, windowValues: 0 };

/** @returns how many methods can judge the signal at all */
function methodsOf({ overdispersion, bins, tally }: Baseline): number {
  return driftMethods.filter(({ name, compare }) => name in overdispersion && compare(tally, tally, bins) !== null)
    .length;
}

function verdictsOfWindow(recent: readonly Tally[], baseline: Baseline, length: number, at: number): Verdict[] {
  if (recent.length < length) return [];
  const window = addedTallies(recent.slice(-length), baseline.tally.bins.length);
  return driftMethods.flatMap(({ name, compare }) => {
    const reading = compare(window, baseline.tally, baseline.bins);
    if (reading === null) return [];
    const overdispersion = baseline.overdispersion[name]?.[at] ?? 1;
    return [
      {
        method: name,
        p: pValueOf(reading, overdispersion),
        size: sizeOf(reading, overdispersion),
        direction: reading.direction,
        windowBuckets: length,
        windowValues: valuesIn(window),
      },
    ];
  });
}

/** What a CUSUM has found: its size is that of the strongest window, which may not be sure by itself. */
function cusumVerdict({ up, down }: CusumState, strongest: Verdict): Verdict {
  return {
    ...strongest,
    method: 'cusum',
    direction: up > down ? 'up' : 'down',
    p: Math.min(strongest.p, twoSidedP(CUSUM_LIMIT / 2)),
  };
}
