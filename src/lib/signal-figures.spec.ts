import { describe, expect, it } from 'vitest';
import { countsOf } from './signal-counter.js';
import { logMomentsOf, momentsOf, quantileOf, robustSpreadOf, weightedValues } from './signal-figures.js';

/** The finest bins are 0.03 % wide. */
const FEW = countsOf('number', [2, 4, 4, 4, 5, 5, 7, 9]);

describe('figures of eight values', () => {
  it('are their mean and deviation', () => {
    // Squares of -3, -1, -1, -1, 0, 0, 2 and 4: 32, by seven.
    expect(momentsOf(FEW)?.mean).toBeCloseTo(5, 2);
    expect(momentsOf(FEW)?.std).toBeCloseTo(Math.sqrt(32 / 7), 2);
  });
  it('are their median, and how far half of them are from it', () => {
    // The lower of two in the middle, 4 and 5; distances 0, 0, 0, 1, 1, 2, 3 and 5.
    expect(robustSpreadOf(FEW)?.median).toBeCloseTo(4, 2);
    expect(robustSpreadOf(FEW)?.mad).toBeCloseTo(1, 2);
  });
  it.each([
    { share: 0, value: 2 },
    { share: 0.25, value: 4 },
    { share: 0.75, value: 5 },
    { share: 0.9, value: 7 },
    { share: 1, value: 9 },
  ])('at $share are $value', ({ share, value }) => expect(quantileOf(FEW, share)).toBeCloseTo(value, 2));
  it('are the moments of their logarithms', () => {
    const two = countsOf('number', [Math.E, Math.E ** 3]);
    expect(logMomentsOf(two)).toMatchObject({ mean: expect.closeTo(2, 3), std: expect.closeTo(Math.SQRT2, 3), n: 2 });
  });
});

describe(weightedValues.name, () => {
  it('are in order, on either side of 0', () => {
    const values = weightedValues(countsOf('number', [10, -1, 0, -100, 10, null]));
    expect(values.map(({ value }) => Math.round(value))).toEqual([-100, -1, 0, 10]);
    expect(values.map(({ count }) => count)).toEqual([1, 1, 1, 2]);
  });
});
