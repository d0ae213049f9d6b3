import { describe, expect, it } from 'vitest';
import { round } from './round.js';

describe(round.name, () => {
  it.each([
    { when: 'there is nothing to round', value: 0.25, digits: 4, rounded: 0.25 },
    { when: 'the rest is below a half', value: 0.12344, digits: 4, rounded: 0.1234 },
    { when: 'the rest is above a half', value: 0.12346, digits: 4, rounded: 0.1235 },
    { when: 'the rest is a half exactly', value: 0.5, digits: 0, rounded: 1 },
    { when: 'the half is not exact in binary', value: 1.005, digits: 2, rounded: 1 },
    { when: 'negative', value: -1.26, digits: 1, rounded: -1.3 },
    { when: 'a tiny negative', value: -1e-9, digits: 4, rounded: 0 },
    { when: 'huge', value: 1e300, digits: 4, rounded: 1e300 },
    { when: 'not a number', value: NaN, digits: 4, rounded: NaN },
    { when: 'infinite', value: Infinity, digits: 4, rounded: Infinity },
  ])('is $rounded when $when', ({ value, digits, rounded }) => expect(round(value, digits)).toBe(rounded));
});
