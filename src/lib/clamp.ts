/** Bounds a number to a closed range.
 * @param value any number; NaN stays NaN
 * @param low lower bound, <= high
 * @param high upper bound
 * @returns the nearest number within [low, high] */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
