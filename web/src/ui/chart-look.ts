/** How a chart shows its data. */
export interface ChartLook {
  /** `bars` stand on each other, `lines` don't. */
  readonly kind: 'bars' | 'lines';
  /** Words a value. */
  readonly format: (value: number) => string;
  /** Highest value of the axis; without it the data decide. */
  readonly max?: number;
}
