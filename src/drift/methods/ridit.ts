import { valuesIn } from '../tally.js';
import { type DriftMethod, MIN_VALUES, type Reading } from './method.js';

/** Whether values became higher or lower, told by one degree of freedom and so with fewer values than PSI needs: by where
 * they lie among the baseline's, 0-1 (ridits), which outliers can't pull.
 * @see Bross 1958; the score test of it is Wilcoxon's, with ties */
export const location: DriftMethod = {
  name: 'location',
  compare: (window, reference, bins) =>
    bins.scale === 'category' || bins.cuts.length < 2
      ? null
      : meanScore(window.bins, reference.bins, { of: (ridit) => ridit, up: 'up', down: 'down' }),
};

/** Whether values spread wider or narrower around the baseline's median, which may leave their location as it was.
 * @see Ansari, Bradley 1960: scores by distance from the middle rank */
export const spread: DriftMethod = {
  name: 'spread',
  compare: (window, reference, bins) =>
    bins.scale === 'category' || bins.cuts.length < 3
      ? null
      : meanScore(window.bins, reference.bins, { of: (ridit) => Math.abs(ridit - 0.5), up: 'wider', down: 'narrower' }),
};

interface Score {
  readonly of: (ridit: number) => number;
  readonly up: Reading['direction'];
  readonly down: Reading['direction'];
}

/** Compares mean scores; while nothing changes, both are drawn from the two together. */
function meanScore(now: readonly number[], then: readonly number[], score: Score): Reading | null {
  const [n, nRef] = [valuesIn({ missing: 0, bins: now }), valuesIn({ missing: 0, bins: then })];
  if (n < MIN_VALUES || nRef < MIN_VALUES) return null;
  const scores = riditsOf(then, nRef).map(score.of);
  const both = now.map((count, at) => count + (then[at] ?? 0));
  const middle = meanOf(scores, both, n + nRef);
  const variance = meanOf(
    scores.map((own) => (own - middle) ** 2),
    both,
    n + nRef,
  );
  if (!(variance > 0)) return null;
  const perValue = 1 / n + 1 / nRef;
  const difference = meanOf(scores, now, n) - meanOf(scores, then, nRef);
  const direction = difference > 0 ? score.up : score.down;
  return { statistic: difference ** 2 / (variance * perValue), df: 1, direction, n, nRef };
}

/** @returns the share of the baseline below the middle of each bin */
function riditsOf(then: readonly number[], nRef: number): number[] {
  let below = 0;
  return then.map((count) => {
    const ridit = (below + count / 2) / nRef;
    below += count;
    return ridit;
  });
}

function meanOf(scores: readonly number[], counts: readonly number[], n: number): number {
  return scores.reduce((sum, score, at) => sum + score * (counts[at] ?? 0), 0) / n;
}
