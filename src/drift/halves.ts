import { totalCounts } from '../lib/signal-counter.js';
import type { SignalBucket } from './baseline.js';
import { psi } from './methods/psi.js';
import { rate } from './methods/shares.js';
import { learnOverdispersion, WINDOW_BUCKETS } from './overdispersion.js';
import { pValueOf, sizeOf } from './p-value.js';
import { dispersionAt } from './readings.js';
import { cutBins, projected, widthOf } from './reference-bins.js';
import { scaleOf, type SignalKind } from './signal-kind.js';
import { addedTallies } from './tally.js';

const AGREEING_P = 0.001;
const AGREEING_SIZE = 0.1;

/** Whether the first and the second half of some buckets could be of one distribution, or differ little: a baseline that
 * isn't settled is none. */
export function halvesAgree(kind: SignalKind, buckets: readonly SignalBucket[]): boolean {
  const whole = totalCounts(
    scaleOf(kind),
    buckets.map(({ counts }) => counts),
  );
  const bins = cutBins(whole, kind);
  const tallies = buckets.map(({ counts }) => projected(bins, counts));
  const half = tallies.length >> 1;
  const [first, second] = [tallies.slice(0, half), tallies.slice(half)].map((own) => addedTallies(own, widthOf(bins)));
  if (first === undefined || second === undefined) return false;
  const learned = learnOverdispersion(tallies, addedTallies(tallies, widthOf(bins)), bins);
  return [psi, rate].every(({ name, compare }) => {
    const reading = compare(second, first, bins);
    if (reading === null) return true;
    const dispersion = dispersionAt(learned[name], WINDOW_BUCKETS.length - 1);
    return pValueOf(reading, dispersion) > AGREEING_P || sizeOf(reading, dispersion) < AGREEING_SIZE;
  });
}
