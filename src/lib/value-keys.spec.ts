import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coarserKey, keyOfValue, ONE_PERCENT_LEVEL, rangeOfKey, ZERO_KEY } from './value-keys.js';

describe(keyOfValue.name, () => {
  // 64 x ln value / ln 1.02, rounded down.
  it.each([
    { value: 0, key: 'z' },
    { value: -0, key: 'z' },
    { value: 9e-10, key: 'z' },
    { value: -9e-10, key: 'z' },
    { value: 1, key: '0' },
    { value: -1, key: 'n0' },
    { value: 2, key: '2240' },
    { value: 0.5, key: '-2241' },
    { value: 10, key: '7441' },
    { value: -10, key: 'n7441' },
  ])('of $value is $key', ({ value, key }) => expect(keyOfValue(value)).toBe(key));
});

describe(coarserKey.name, () => {
  it.each([
    { key: 'z', coarser: 'z' },
    { key: '4', coarser: '2' },
    { key: '5', coarser: '2' },
    { key: '-1', coarser: '-1' },
    { key: '-4', coarser: '-2' },
    { key: 'n5', coarser: 'n2' },
    { key: 'n-5', coarser: 'n-3' },
  ])('of $key is $coarser', ({ key, coarser }) => expect(coarserKey(key)).toBe(coarser));
});

describe(rangeOfKey.name, () => {
  it('of the level of one percent is 2 % wide', () => {
    expect(rangeOfKey('0', ONE_PERCENT_LEVEL)).toEqual({ low: 1, mid: 1.02 ** 0.5, high: 1.02 });
    expect(rangeOfKey('n0', ONE_PERCENT_LEVEL)).toEqual({ low: -1.02, mid: -(1.02 ** 0.5), high: -1 });
  });

  it('holds every value of the bin, and is wrong by as much as its level says', () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(value, fc.nat({ max: 10 }), (own, level) => {
        let key = keyOfValue(own);
        for (let at = 0; at < level; at++) key = coarserKey(key);
        const { low, mid, high } = rangeOfKey(key, level);
        // A value on the edge may be off by its last digits.
        const slack = Math.abs(own) * 1e-12;
        expect(own).toBeGreaterThanOrEqual(low - slack);
        expect(own).toBeLessThanOrEqual(high + slack);
        if (key !== ZERO_KEY)
          expect(Math.abs(Math.log(mid / own))).toBeLessThan((Math.log(1.02) / 128) * 2 ** level + 1e-9);
      }),
    );
  });
});
