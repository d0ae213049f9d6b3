/** Arithmetic mean.
 * @param values numbers of one unit
 * @returns their mean in the same unit, null where there are none */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
