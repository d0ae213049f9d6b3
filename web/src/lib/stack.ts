/** Values of a series, one a bucket; null where there are none. */
export type Values = readonly (number | null)[];

/** Adds series up from the first to the last, as stacked bars are drawn: the last of the result is the total.
 * @param series of one length; null counts as 0 */
export function stacked(series: readonly Values[]): number[][] {
  const sums: number[] = [];
  return series.map((values) =>
    values.map((value, index) => {
      sums[index] = (sums[index] ?? 0) + (value ?? 0);
      return sums[index];
    }),
  );
}
