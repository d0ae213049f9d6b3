/** How urgent the drift of a signal is, the least urgent first. */
export const DRIFT_SEVERITIES = ['warning', 'critical'] as const;

/** How urgent the drift of a signal is. */
export type DriftSeverity = (typeof DRIFT_SEVERITIES)[number];

/** The size from which on a change is large.
 * @see PSI's rule of thumb (Siddiqi 2006): 0.1 moderate, 0.25 significant */
const LARGE = 0.25;

/** @param size PSI or the square of Cohen's w, >= 0 */
export function severityOf(size: number): DriftSeverity {
  return size >= LARGE ? 'critical' : 'warning';
}
