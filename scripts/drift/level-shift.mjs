// Not a part of the server: what it watches has distributions, which say more than a level does.

/** How slowly the level that is normal follows, and how fast the one of now does, in values: two days and twenty minutes of
 * a metric every five minutes. */
const SLOW = 576;
const FAST = 4;

/** So many of its usual distances from the slow level make the fast one a shift. */
const LIMIT = 5;

/** No distance counts as more than so many usual ones, or one shock would make the next look usual. */
const MAX_DISTANCE = 5;

/** Fewer values than this are no level. */
const MIN_VALUES = 50;

/** So many calm values in a row end a shift: three hours of five minutes. */
const CALM_VALUES = 36;

/** What is remembered of a metric, here one without values: a handful of numbers, however long it is. `variance` is the mean square
 * of the distance between the slow and the fast level. */
export const NEW_LEVEL = { n: 0, slow: 0, fast: 0, variance: 0, isShifted: false, calmValues: 0 };

/** Follows the level of a metric that has one value at a time and no baseline of its own, such as a gauge of a machine: a short
 * exponentially weighted mean against a long one, in units of what lies between them usually. It adopts the new level in time,
 * so it is for sudden changes only; what drifts slowly away, only a fixed baseline sees.
 * @returns the next state, and whether a shift opened with this value
 * @see Roberts 1959, EWMA charts; winsorized as Huber 1964 */
export function levelStep(state, value) {
  const n = state.n + 1;
  const slowShare = Math.max(1 / SLOW, 1 / n);
  const fast = state.fast + Math.max(1 / FAST, 1 / n) * (value - state.fast);
  const distance = fast - state.slow;
  const usual = Math.sqrt(state.variance);
  const isFar = n > MIN_VALUES && Math.abs(distance) > LIMIT * usual;
  const isNear = Math.abs(distance) <= (LIMIT / 2) * usual;
  const calmValues = state.isShifted && isNear ? state.calmValues + 1 : 0;
  const isShifted = state.isShifted ? calmValues < CALM_VALUES : isFar;
  const counted = n <= MIN_VALUES ? Math.abs(distance) : Math.min(Math.abs(distance), MAX_DISTANCE * usual);
  return {
    state: {
      n,
      slow: state.slow + slowShare * (value - state.slow),
      fast,
      // The first distance is from nothing.
      variance: n === 1 ? 0 : state.variance + slowShare * (counted ** 2 - state.variance),
      isShifted,
      calmValues,
    },
    isOpened: !state.isShifted && isShifted,
  };
}
