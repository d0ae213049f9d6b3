import { chiSquareTail } from '../lib/chi-square.js';
import type { Reading } from './methods/method.js';

/** How likely a reading at least so large is while nothing changes.
 * @param overdispersion of the method and length, >= 1
 * @returns 0-1 */
export function pValueOf({ statistic, df }: Reading, overdispersion: number): number {
  return chiSquareTail(statistic / overdispersion, df);
}

/** How large a change is beyond what chance gives: of PSI the index itself (0.1 moderate, 0.25 large), of the others the
 * square of Cohen's w, which is on the same scale.
 * @returns >= 0 */
export function sizeOf({ statistic, df, perValue }: Reading, overdispersion: number): number {
  return Math.max(0, statistic - overdispersion * df) * perValue;
}
