import { describe, expect, it } from 'vitest';
import { twoSidedP } from './normal-distribution.js';
import { robustZ, unusualness } from './robust-outlier.js';

describe(robustZ.name, () => {
  it.each([
    { value: 13, z: 0.6745 },
    { value: 7, z: 0.6745 },
    { value: 10, z: 0 },
    { value: 40, z: 6.7449 },
  ])('of $value is $z, around 10 and half the values within 3', ({ value, z }) =>
    expect(robustZ(value, { median: 10, mad: 3 })).toBeCloseTo(z, 4),
  );
  it('has no outliers where half the values are the same', () => expect(robustZ(99, { median: 1, mad: 0 })).toBeNull());
  it('is nothing of what is no number', () => expect(robustZ(Number.NaN, { median: 1, mad: 1 })).toBeNull());
});

describe(unusualness.name, () => {
  it('of one feature is its own distance', () => expect(unusualness([3])).toBeCloseTo(3, 6));
  it('of none is 0', () => expect(unusualness([])).toBe(0));
  it('of a hundred says how unlikely the largest of them is', () => {
    const z = unusualness([...Array<number>(99).fill(0), 3]);
    expect(twoSidedP(z)).toBeCloseTo(1 - (1 - twoSidedP(3)) ** 100, 8);
  });
  it('keeps what is beyond all numbers', () => expect(unusualness([50, 1])).toBe(50));
});
