import type { Baseline } from './baseline.js';
import { type Chances } from './chances.js';
import { chanceOfSum, cusumLimit, type CusumState } from './methods/cusum.js';
import type { DriftDirection, DriftMethodName, Reading, WindowMethodName } from './methods/method.js';
import { WINDOW_BUCKETS } from './overdispersion.js';
import { harmonicMeanP, pValueOf, sizeOf } from './p-value.js';
import { dispersionAt, psiBeyond, readingsOf } from './readings.js';
import { addedTallies, type Tally } from './tally.js';

/** While all windows together are less likely than this, an episode isn't over. */
const CALM_P = 0.05;

/** While a CUSUM is at this, it isn't either: 1 in 170 buckets gets there by chance. */
const CALM_SUM = 4;

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

/** Judges windows of every length by every method. An episode may open where all of them together are less likely than the
 * signal's chance, or where the CUSUM is.
 * @param minSize smaller changes open nothing
 * @see harmonicMeanP, chancesOf
 * @returns the evidence, and whether it is enough to open an episode or little enough to count towards the end of one */
export function compareWindows(
  recent: readonly Tally[],
  cusum: CusumState,
  baseline: Baseline,
  chances: Chances,
  minSize: number,
): { readonly verdict: Verdict; readonly shouldOpen: boolean; readonly isCalm: boolean } {
  const verdicts = WINDOW_BUCKETS.flatMap((length, at) => verdictsOfWindow(recent, baseline, length, at));
  const large = verdicts.filter(({ size }) => size >= minSize);
  const together = (some: readonly Verdict[]): number =>
    harmonicMeanP(
      some.map(({ p }) => p),
      verdicts.length,
    );
  const strongest = lowestP(verdicts) ?? NOTHING;
  const strong = together(large) < chances.windows ? lowestP(large) : null;
  const sum = Math.max(cusum.up, cusum.down);
  const moved = baseline.cusum !== null && sum > cusumLimit(chances.cusum) ? cusumVerdict(cusum, strongest) : null;
  return {
    verdict: strong ?? moved ?? strongest,
    shouldOpen: strong !== null || moved !== null,
    isCalm: sum < CALM_SUM && together(verdicts) >= CALM_P,
  };
}

const NOTHING: Verdict = { method: null, p: 1, size: 0, direction: null, windowBuckets: 0, windowValues: 0 };

function lowestP(verdicts: readonly Verdict[]): Verdict | null {
  return verdicts.reduce<Verdict | null>((best, own) => (best === null || own.p < best.p ? own : best), null);
}

function verdictsOfWindow(recent: readonly Tally[], baseline: Baseline, length: number, at: number): Verdict[] {
  if (recent.length < length) return [];
  const window = addedTallies(recent.slice(-length), baseline.tally.bins.length);
  const readings = readingsOf(window, baseline.tally, baseline.bins);
  const { overdispersion } = baseline;
  const ordinary = { location: overdispersion.location?.[at] ?? 1, spread: overdispersion.spread?.[at] ?? 1 };
  return (Object.entries(readings) as [WindowMethodName, Reading][]).map(([method, raw]) => {
    const reading = (method === 'psi' ? psiBeyond(readings, ordinary) : undefined) ?? raw;
    const dispersion = dispersionAt(overdispersion[method], at);
    const [p, size] = [pValueOf(reading, dispersion), sizeOf(reading, dispersion)];
    return { method, p, size, direction: reading.direction, windowBuckets: length, windowValues: reading.n };
  });
}

/** What a CUSUM has found: its size is that of the strongest window, which may not be sure by itself. */
function cusumVerdict({ up, down }: CusumState, strongest: Verdict): Verdict {
  return {
    ...strongest,
    method: 'cusum',
    direction: up > down ? 'up' : 'down',
    p: Math.min(strongest.p, chanceOfSum(Math.max(up, down))),
  };
}
