/** How one numeric feature was spread while its model's baseline was learned; in the feature's own unit. */
export interface FeatureSpread {
  /** Arithmetic mean. */
  readonly mean: number;
  /** Standard deviation, >= 0; a feature that never varied (0) can't have outliers. */
  readonly std: number;
}

/** The spread of each numeric feature of one model, by feature name. Names are the customer's: look them up with
 * `Object.hasOwn` only. */
export type FeatureStats = Readonly<Record<string, FeatureSpread>>;
