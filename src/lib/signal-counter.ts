import { categoryKeyAt, keyOfCategory } from './category-keys.js';
import { bounded, coarsened, mergedCounts, type SignalCounts, type SignalScale } from './signal-counts.js';
import { coarserKey, keyOfValue } from './value-keys.js';

/** Bins are thrown together each time that so many have come up, so that a counter is bounded too. */
const MOST_HELD = 1024;

/** Counts the values of one signal, one by one. Gives what merging one count for each value would, faster. */
export class SignalCounter {
  private readonly bins = new Map<string, number>();
  private n = 0;
  private missing = 0;
  private level = 0;

  constructor(private readonly scale: SignalScale) {}

  /** @param value as the customer sent it; what isn't a finite number, or a text, boolean or number for a category, is missing */
  add(value: unknown): void {
    const key = this.scale === 'number' ? numberKey(value) : categoryKey(value);
    if (key === null) this.missing++;
    else this.count(key);
  }

  /** @returns what has been counted so far */
  counts(): SignalCounts {
    const { scale, n, missing, level, bins } = this;
    return bounded({ scale, n, missing, level, bins: Object.fromEntries(bins) });
  }

  private count(finest: string): void {
    const key = this.keyAtLevel(finest);
    this.n++;
    this.bins.set(key, (this.bins.get(key) ?? 0) + 1);
    if (this.bins.size > MOST_HELD) this.shrink();
  }

  private keyAtLevel(finest: string): string {
    if (this.level === 0) return finest;
    if (this.scale === 'category') return categoryKeyAt(finest, this.level);
    let key = finest;
    for (let at = 0; at < this.level; at++) key = coarserKey(key);
    return key;
  }

  private shrink(): void {
    const { level, bins } = this.counts();
    this.level = level;
    this.bins.clear();
    for (const [key, count] of Object.entries(bins)) this.bins.set(key, count);
  }
}

/** @returns counts of all buckets together */
export function totalCounts(scale: SignalScale, all: readonly SignalCounts[]): SignalCounts {
  const level = Math.max(0, ...all.map((counts) => counts.level));
  const bins = new Map<string, number>();
  let [n, missing] = [0, 0];
  for (const counts of all) {
    n += counts.n;
    missing += counts.missing;
    for (const [key, count] of Object.entries(coarsened(counts, level).bins))
      bins.set(key, (bins.get(key) ?? 0) + count);
  }
  return bounded({ scale, n, missing, level, bins: Object.fromEntries(bins) });
}

/** @returns one more value counted; for many values use a SignalCounter */
export function counted(counts: SignalCounts, value: unknown): SignalCounts {
  const counter = new SignalCounter(counts.scale);
  counter.add(value);
  return mergedCounts(counts, counter.counts());
}

/** @returns counts of some values */
export function countsOf(scale: SignalScale, values: Iterable<unknown>): SignalCounts {
  const counter = new SignalCounter(scale);
  for (const value of values) counter.add(value);
  return counter.counts();
}

function numberKey(value: unknown): string | null {
  return typeof value === 'number' && Number.isFinite(value) ? keyOfValue(value) : null;
}

function categoryKey(value: unknown): string | null {
  if (typeof value === 'string') return keyOfCategory(value);
  return typeof value === 'boolean' || typeof value === 'number' ? keyOfCategory(String(value)) : null;
}
