import { describe, expect, it } from 'vitest';
import { chanceOfSum, cusumLimit, type CusumState, cusumStep } from './cusum.js';

const SCALE = { mean: 0, variance: 100, between: 0, memory: 1 };
const LIMIT = 8;
const CALM: CusumState = { up: 0, down: 0 };

/** Of 100 values each, a bucket's mean deviates by 1. */
function after(means: readonly number[], state = CALM, scale = SCALE): CusumState {
  return means.reduce((now, mean) => cusumStep(now, { mean, n: 100 }, scale, LIMIT), state);
}

describe(cusumStep.name, () => {
  it.each([
    { what: 'sums what is above, less the slack', means: [2, 2], up: 3, down: 0 },
    { what: 'sums what is below, less the slack', means: [-2, -2, -1], up: 0, down: 3.5 },
    { what: 'never goes below nothing', means: [0, 0, 0], up: 0, down: 0 },
    { what: 'takes no bucket for more than four deviations', means: [1000], up: 3.5, down: 0 },
    {
      what: 'stops where it could take too long to be forgotten',
      means: Array<number>(50).fill(4),
      up: 2 * LIMIT,
      down: 0,
    },
  ])('$what', ({ means, up, down }) => expect(after(means)).toEqual({ up, down }));

  it('finds a lasting shift of one deviation in some fifteen buckets, that no single one shows', () => {
    const needed = Array.from({ length: 40 }, (_none, at) => at + 1).find(
      (count) => after(Array<number>(count).fill(1)).up > LIMIT,
    );
    expect(needed).toBe(17);
  });

  it('believes buckets less that vary by themselves', () => {
    expect(after([2], CALM, { ...SCALE, between: 3 }).up).toBeCloseTo(0.5);
    expect(after([2], CALM, { ...SCALE, memory: 4 }).up).toBeCloseTo(0.5);
  });

  it('says nothing of what never varies', () => expect(after([5], CALM, { ...SCALE, variance: 0 })).toEqual(CALM));
});

describe(cusumLimit.name, () => {
  /** @see METHODS of the labelled streams: two-sided, slack 0.5, simulated */
  it.each([
    { limit: 5, buckets: 420 },
    { limit: 8, buckets: 8675 },
    { limit: 10, buckets: 65_197 },
  ])('is near $limit where one false one in $buckets buckets is allowed', ({ limit, buckets }) => {
    expect(Math.abs(cusumLimit(1 / buckets) - limit)).toBeLessThan(0.2);
  });

  it('is undone by the chance of a sum', () => expect(cusumLimit(chanceOfSum(7))).toBeCloseTo(7));
});
