import { valuesIn } from '../tally.js';
import type { DriftMethod, Reading } from './method.js';
import { shareChange } from './shares.js';

/** Whether any one category became more or less frequent: the one that changed most. One degree of freedom sees a category
 * that comes or goes sooner than PSI, which looks at all of them. */
export const category: DriftMethod = {
  name: 'category',
  compare(window, reference, { scale }) {
    const tries = window.bins.length;
    if (scale !== 'category' || tries < 3) return null;
    const [n, nRef] = [valuesIn(window), valuesIn(reference)];
    const readings = window.bins.flatMap((hits, at) => shareChange([hits, n], [reference.bins[at] ?? 0, nRef]) ?? []);
    const largest = readings.reduce<Reading | null>(
      (best, own) => (best === null || own.statistic > best.statistic ? own : best),
      null,
    );
    return largest === null ? null : { ...largest, direction: 'shape', tries };
  },
};
