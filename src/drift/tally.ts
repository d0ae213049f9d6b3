/** What a window, or a baseline, counts of a signal on the baseline's own bins. */
export interface Tally {
  /** Events in which the signal was missing. */
  readonly missing: number;
  /** Values by bin, as many as the baseline has bins. */
  readonly bins: readonly number[];
}

/** @returns values in a tally, those missing not among them */
export function valuesIn({ bins }: Tally): number {
  return bins.reduce((sum, count) => sum + count, 0);
}

/** Adds tallies on the same bins. */
export function addedTallies(tallies: readonly Tally[], width: number): Tally {
  const bins = Array.from({ length: width }, () => 0);
  let missing = 0;
  for (const tally of tallies) {
    missing += tally.missing;
    for (let at = 0; at < width; at++) bins[at] = (bins[at] ?? 0) + (tally.bins[at] ?? 0);
  }
  return { missing, bins };
}

/** What is left of a tally without a part of it. */
export function tallyWithout(whole: Tally, part: Tally): Tally {
  return { missing: whole.missing - part.missing, bins: whole.bins.map((count, at) => count - (part.bins[at] ?? 0)) };
}
