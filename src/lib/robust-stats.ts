import type { RobustSpread } from './robust-outlier.js';

/** What is ordinary for each numeric feature of one model, by name. Names are the customer's: look them up with `Object.hasOwn`
 * only. */
export type RobustStats = Readonly<Record<string, RobustSpread>>;
