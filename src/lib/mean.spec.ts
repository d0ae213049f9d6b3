import { describe, expect, it } from 'vitest';
import { mean } from './mean.js';

describe(mean.name, () => {
  it.each([
    { when: 'there are none', values: [], average: null },
    { when: 'there is one', values: [7], average: 7 },
    { when: 'there are several', values: [1, 2, 6], average: 3 },
    { when: 'they cancel out', values: [-2, 2], average: 0 },
  ])('is $average when $when', ({ values, average }) => expect(mean(values)).toBe(average));
});
