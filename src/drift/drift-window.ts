import { MINUTE_MS } from '../lib/duration.js';

/** Length of the window whose mean latency is compared with the baseline.
 * @see contract "Formulas", drift */
export const DRIFT_WINDOW_MS = 5 * MINUTE_MS;

/** How long a drift score counts when no newer one follows it. */
export const DRIFT_SCORE_LIFE_MS = 15 * MINUTE_MS;
