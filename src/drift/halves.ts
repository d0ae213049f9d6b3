import { totalCounts } from '../lib/signal-counter.js';
import type { SignalBucket } from './baseline.js';
import type { WindowMethodName } from './methods/method.js';
import { psi } from './methods/psi.js';
import { rate } from './methods/shares.js';
import { learnOverdispersion, type Overdispersion } from './overdispersion.js';
import { pValueOf, sizeOf } from './p-value.js';
import { cutBins, projected, widthOf } from './reference-bins.js';
import { scaleOf, type SignalKind } from './signal-kind.js';
import { addedTallies, type Tally } from './tally.js';

const AGREEING_P = 0.001;
const AGREEING_SIZE = 0.1;

/** Whether the first and the second half of some buckets could be of one distribution, or differ little: a baseline that
 * isn't settled is none. What is usual is learned within each half: learned of both together, a step between them would be what
 * excuses it. A season must go round within a half, then, or the halves differ until it has. */
export function halvesAgree(kind: SignalKind, buckets: readonly SignalBucket[]): boolean {
  const whole = totalCounts(
    scaleOf(kind),
    buckets.map(({ counts }) => counts),
  );
  const bins = cutBins(whole, kind);
  const tallies = buckets.map(({ counts }) => projected(bins, counts));
  const half = tallies.length >> 1;
  const halfOf = (own: readonly Tally[]): Half => {
    const tally = addedTallies(own, widthOf(bins));
    return { tally, overdispersion: learnOverdispersion(own, tally, bins) };
  };
  const [first, second] = [halfOf(tallies.slice(0, half)), halfOf(tallies.slice(half))];
  return [psi, rate].every(({ name, compare }) => {
    const reading = compare(second.tally, first.tally, bins);
    if (reading === null) return true;
    const dispersion = { window: longest(second, name), reference: longest(first, name) };
    return pValueOf(reading, dispersion) > AGREEING_P || sizeOf(reading, dispersion) < AGREEING_SIZE;
  });
}

interface Half {
  readonly tally: Tally;
  readonly overdispersion: Overdispersion;
}

/** A half is longer than the longest window, if anything. */
function longest({ overdispersion }: Half, name: WindowMethodName): number {
  return overdispersion[name]?.at(-1) ?? 1;
}
