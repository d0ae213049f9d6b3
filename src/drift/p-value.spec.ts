import { describe, expect, it } from 'vitest';
import type { Reading } from './methods/method.js';
import { expectedOf, harmonicMeanP, INDEPENDENT, pValueOf, sizeOf } from './p-value.js';

const READING: Reading = { statistic: 10.827566170662733, df: 1, direction: 'up', n: 100, nRef: 100 };

describe(pValueOf.name, () => {
  it.each([
    { when: 'values are independent', reading: READING, dispersion: INDEPENDENT, p: 0.001 },
    {
      when: 'both vary twice as much',
      reading: { ...READING, statistic: 2 * READING.statistic },
      dispersion: { window: 2, reference: 2 },
      p: 0.001,
    },
    {
      when: 'only the window does, of as many values',
      reading: { ...READING, statistic: 2 * READING.statistic },
      dispersion: { window: 3, reference: 1 },
      p: 0.001,
    },
    {
      when: 'it is the largest of five',
      reading: { ...READING, tries: 5 },
      dispersion: INDEPENDENT,
      p: 1 - 0.999 ** 5,
    },
  ])('is $p where $when', ({ reading, dispersion, p }) => expect(pValueOf(reading, dispersion)).toBeCloseTo(p, 8));
});

describe(sizeOf.name, () => {
  it.each([
    { when: 'a statistic is what chance gives', reading: { ...READING, statistic: 1 }, size: 0 },
    { when: 'it is less', reading: { ...READING, statistic: 0.2 }, size: 0 },
    { when: 'it is more, by value', reading: { ...READING, statistic: 11 }, size: 0.2 },
    { when: 'a method has an index of its own', reading: { ...READING, index: 0.25 }, size: 0.23 },
  ])('is $size where $when', ({ reading, size }) => expect(sizeOf(reading, INDEPENDENT)).toBeCloseTo(size, 10));
});

describe(expectedOf.name, () => {
  it('is the degrees of freedom', () => expect(expectedOf({ ...READING, df: 9 })).toBe(9));
  it('grows with the number that the largest was taken of', () => {
    const [two, ten] = [expectedOf({ ...READING, tries: 2 }), expectedOf({ ...READING, tries: 10 })];
    expect(two).toBeGreaterThan(1);
    expect(ten).toBeGreaterThan(two);
  });
});

describe(harmonicMeanP.name, () => {
  it.each([
    { when: 'all say the same', all: [0.001, 0.001, 0.001], tests: 3, p: 0.001 },
    { when: 'one of ten speaks', all: [0.0001, ...Array<number>(9).fill(1)], tests: 10, p: 0.000_999 },
    { when: 'most are silent', all: [0.001], tests: 10, p: 0.01 },
    { when: 'none speaks', all: [], tests: 10, p: 1 },
    { when: 'one is impossible', all: [0, 0.5], tests: 2, p: 0 },
  ])('is $p where $when', ({ all, tests, p }) => expect(harmonicMeanP(all, tests)).toBeCloseTo(p, 6));
});
