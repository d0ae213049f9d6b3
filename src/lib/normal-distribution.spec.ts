import { describe, expect, it } from 'vitest';
import { distanceOfP, twoSidedP } from './normal-distribution.js';

const TABLE = [
  { z: 0.6744897501960817, p: 0.5 },
  { z: 1.959963984540054, p: 0.05 },
  { z: 2.5758293035489004, p: 0.01 },
  { z: 5.326723886384098, p: 1e-7 },
];

describe(twoSidedP.name, () => {
  it.each(TABLE)('of $z is $p', ({ z, p }) => expect(twoSidedP(z) / p).toBeCloseTo(1, 8));
  it('is the same on either side', () => expect(twoSidedP(-2)).toBe(twoSidedP(2)));
});

describe(distanceOfP.name, () => {
  it.each(TABLE)('of $p is $z', ({ z, p }) => expect(distanceOfP(p)).toBeCloseTo(z, 8));
  it('of what is certain is 0', () => expect(distanceOfP(1)).toBeCloseTo(0, 6));
  it('of what is impossible has no end', () => expect(distanceOfP(0)).toBe(Number.POSITIVE_INFINITY));
});
