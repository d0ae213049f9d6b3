import { OTHER_KEY } from '../lib/category-keys.js';
import { coarsened, type SignalCounts } from '../lib/signal-counts.js';
import { weightedValues } from '../lib/signal-figures.js';
import type { SignalKind } from './signal-kind.js';
import type { Tally } from './tally.js';

/** Quantile bins of a number's baseline; one more holds the highest percent. */
const BINS = 10;
const TAIL_SHARE = 0.01;

/** How near to a value that is the only one another must be to be the same. */
const ATOM_MARGIN = 0.01;

/** Categories that a baseline knows by name: the most frequent, each with so many values and such a share at least. */
const MAX_NAMES = 20;
const MIN_NAME_SHARE = 0.01;
const MIN_NAME_COUNT = 5;

/** The bins on which windows are compared with one baseline. */
export type ReferenceBins =
  | {
      readonly scale: 'number';
      /** How coarse the counts were that it was cut from. */
      readonly level: number;
      /** Bounds between neighbouring bins, ascending: one fewer than bins. A value on a bound is in the lower one. */
      readonly cuts: readonly number[];
      /** Whether the last bin is the highest percent rather than a quantile bin. */
      readonly hasTail: boolean;
    }
  | {
      readonly scale: 'category';
      /** Keys of the bins but the last, which holds every other category, rare and unseen. */
      readonly names: readonly string[];
    };

/** Cuts the bins of a baseline: of equal share, but that a value as frequent as a whole bin has one of its own (an atom,
 * such as 0): it would tear an edge of quantiles to and fro. */
export function cutBins(counts: SignalCounts, kind: SignalKind): ReferenceBins {
  if (kind === 'rate') return { scale: 'number', level: 0, cuts: [0.5], hasTail: false };
  return counts.scale === 'category' ? cutCategories(counts) : cutNumbers(counts);
}

/** @returns what some counts are on a baseline's bins */
export function projected(bins: ReferenceBins, counts: SignalCounts): Tally {
  const tally = Array.from({ length: widthOf(bins) }, () => 0);
  const put = (at: number, count: number): void => void (tally[at] = (tally[at] ?? 0) + count);
  if (bins.scale === 'category') {
    const places = new Map(bins.names.map((name, at) => [name, at]));
    for (const [key, count] of Object.entries(counts.bins)) put(places.get(key) ?? bins.names.length, count);
  } else {
    // As coarse as the baseline, so that a value falls into the same bin now as then.
    const alike = counts.level < bins.level ? coarsened(counts, bins.level) : counts;
    for (const { value, count } of weightedValues(alike)) put(placeOf(bins.cuts, value), count);
  }
  return { missing: counts.missing, bins: tally };
}

/** @returns how many bins there are */
export function widthOf(bins: ReferenceBins): number {
  return (bins.scale === 'category' ? bins.names : bins.cuts).length + 1;
}

function cutCategories({ n, bins }: SignalCounts): ReferenceBins {
  const frequent = Object.entries(bins)
    .filter(([key, count]) => key !== OTHER_KEY && count >= Math.max(MIN_NAME_COUNT, MIN_NAME_SHARE * n))
    // Ties are broken by name, so that the same counts give the same bins.
    .sort(([oneKey, one], [otherKey, other]) => other - one || (oneKey < otherKey ? -1 : 1));
  return { scale: 'category', names: frequent.slice(0, MAX_NAMES).map(([key]) => key) };
}

function cutNumbers(counts: SignalCounts): ReferenceBins {
  const values = weightedValues(counts);
  const [only] = values;
  if (only !== undefined && values.length === 1) return aroundOneValue(only.value, counts.level);
  const atomCount = counts.n / BINS;
  const plain = values.filter(({ count }) => count < atomCount).reduce((sum, { count }) => sum + count, 0);
  const share = Math.max(plain / Math.max(1, Math.round((plain / counts.n) * BINS)), 1);
  const cuts: number[] = [];
  let held = 0;
  values.forEach(({ value, count }, at) => {
    const before = values[at - 1];
    // A bin ends where it is full, and before and after an atom.
    const isFull = held >= share || held + count / 2 > share || count >= atomCount || (before?.count ?? 0) >= atomCount;
    if (before !== undefined && held > 0 && isFull) {
      cuts.push((before.value + value) / 2);
      held = 0;
    }
    held += count;
  });
  const tail = tailCut(values, counts.n);
  const hasTail = tail !== null && tail > (cuts.at(-1) ?? Number.NEGATIVE_INFINITY);
  return { scale: 'number', level: counts.level, cuts: hasTail ? [...cuts, tail] : cuts, hasTail };
}

/** A signal that never changed: whatever is lower or higher is a change. */
function aroundOneValue(value: number, level: number): ReferenceBins {
  const margin = Math.max(Math.abs(value) * ATOM_MARGIN, Number.EPSILON);
  return { scale: 'number', level, cuts: [value - margin, value + margin], hasTail: false };
}

/** @returns the bound above which the highest percent lies; null where a value too frequent lies there */
function tailCut(values: ReturnType<typeof weightedValues>, n: number): number | null {
  let above = 0;
  for (let at = values.length - 1; at > 0; at--) {
    const [here, below] = [values[at], values[at - 1]];
    if (here === undefined || below === undefined) return null;
    above += here.count;
    if (above > 2 * TAIL_SHARE * n) return null;
    if (above >= TAIL_SHARE * n) return (below.value + here.value) / 2;
  }
  return null;
}

/** First bin whose upper bound isn't below the value, by halving. */
function placeOf(cuts: readonly number[], value: number): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
