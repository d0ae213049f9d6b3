/** What is ordinary for one numeric feature, however wild the rest; in the feature's own unit. */
export interface RobustSpread {
  readonly median: number;
  /** Median distance from the median, >= 0. */
  readonly mad: number;
}

/** The same of each numeric feature of one model, by name. Names are the customer's: look them up with `Object.hasOwn` only. */
export type RobustStats = Readonly<Record<string, RobustSpread>>;
