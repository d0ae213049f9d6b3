import { describe, expect, it } from 'vitest';
import { growsTooMuch, isTooSlow, leastSpeedOf, maxBytesOf } from './body-bounds.js';

const MIB = 1_048_576;

describe(maxBytesOf.name, () => {
  it.each([
    { size: 'large', format: 'json', isStranger: false, most: 10 * MIB },
    { size: 'small', format: 'json', isStranger: false, most: MIB },
    { size: 'none', format: 'json', isStranger: false, most: 16_384 },
    { size: 'large', format: 'form', isStranger: false, most: 16_384 },
    { size: 'large', format: 'json', isStranger: true, most: 16_384 },
  ] as const)('of a $size route is $most for $format, stranger: $isStranger', ({ size, most, ...sent }) => {
    expect(maxBytesOf({ size }, sent, { maxBodyBytes: 10 * MIB })).toBe(most);
    expect(maxBytesOf({ size }, sent, { maxBodyBytes: 1024 })).toBe(1024);
  });
});

describe(growsTooMuch.name, () => {
  it.each([
    { packed: 10, unpacked: MIB, is: false },
    { packed: 10, unpacked: MIB + 1000, is: false },
    { packed: 10, unpacked: MIB + 1001, is: true },
    { packed: 100_000, unpacked: 10 * MIB, is: false },
  ])('of $packed to $unpacked is $is', ({ packed, unpacked, is }) => expect(growsTooMuch(packed, unpacked)).toBe(is));
});

describe(isTooSlow.name, () => {
  it.each([
    { bytes: 0, ms: 4999, perSecond: 10_000, isStranger: false, is: false },
    { bytes: 49_999, ms: 5000, perSecond: 10_000, isStranger: false, is: true },
    { bytes: 50_000, ms: 5000, perSecond: 10_000, isStranger: false, is: false },
    { bytes: 50_000, ms: 6000, perSecond: 10_000, isStranger: false, is: true },
    { bytes: 0, ms: 60_000, perSecond: 0, isStranger: false, is: false },
    { bytes: 0, ms: 999, perSecond: 10_000, isStranger: true, is: false },
    { bytes: 9999, ms: 1000, perSecond: 10_000, isStranger: true, is: true },
    { bytes: 10_000, ms: 1000, perSecond: 10_000, isStranger: true, is: false },
    { bytes: 0, ms: 60_000, perSecond: 0, isStranger: true, is: false },
  ])('with $bytes after $ms ms is $is, stranger: $isStranger', ({ bytes, ms, perSecond, isStranger, is }) =>
    expect(isTooSlow(bytes, ms, leastSpeedOf(isStranger, { minBodyBytesPerSecond: perSecond }))).toBe(is),
  );
});
