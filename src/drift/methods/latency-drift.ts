import { clamp } from '../../lib/clamp.js';

/** How much slower a window is than its baseline.
 * @param meanMs mean latency of the window's events, milliseconds, >= 0; null where there were none
 * @param baselineMs the model's baseline latency, milliseconds; null where none was learned or set
 * @returns percent above the baseline, 0-100; 0 when faster or when the baseline isn't above 0; null where one is missing
 * @see contract "Formulas", drift: clamp((mean/baseline - 1) * 100, 0, 100) */
export function latencyDriftPct(meanMs: number | null, baselineMs: number | null): number | null {
  if (meanMs === null || baselineMs === null) return null;
  if (baselineMs <= 0) return 0;
  return clamp((meanMs / baselineMs - 1) * 100, 0, 100);
}
