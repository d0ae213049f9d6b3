import { describe, expect, it } from 'vitest';
import { quantile, spreadOf, theilSenSlope } from './statistics.js';

describe(quantile.name, () => {
  it.each([
    { figures: [3, 1, 2], share: 0.5, is: 2 },
    { figures: [4, 1, 2, 3], share: 0.5, is: 2.5 },
    { figures: [10, 20], share: 0.99, is: 19.9 },
    { figures: [7], share: 0.99, is: 7 },
  ])('is $is at $share of $figures', ({ figures, share, is }) => expect(quantile(figures, share)).toBeCloseTo(is));
});

describe(spreadOf.name, () => {
  it('gives the middle and both ends', () => expect(spreadOf([5, 1, 9])).toEqual({ median: 5, min: 1, max: 9 }));
});

describe(theilSenSlope.name, () => {
  it.each([
    { when: 'a line', ys: [0, 2, 4, 6], slope: 2 },
    { when: 'a flat line with an outlier', ys: [1, 1, 100, 1, 1], slope: 0 },
    { when: 'one reading', ys: [1], slope: Number.NaN },
  ])('of $when is $slope', ({ ys, slope }) => expect(theilSenSlope(ys.map((y, x) => ({ x, y })))).toEqual(slope));
});
