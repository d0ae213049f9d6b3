import { describe, expect, it } from 'vitest';
import { jsonWeight } from './json-weight.js';

describe(jsonWeight.name, () => {
  it.each([
    { value: null, weight: 1 },
    { value: 1.5, weight: 1 },
    { value: '', weight: 1 },
    { value: 'x'.repeat(640), weight: 11 },
    { value: [], weight: 1 },
    { value: [1, [2, 3]], weight: 5 },
    { value: { '': { '': true } }, weight: 5 },
  ])('of $value is $weight', ({ value, weight }) => expect(jsonWeight(value)).toBe(weight));
});
