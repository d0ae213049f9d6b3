import { describe, expect, it } from 'vitest';
import { clamp } from './clamp.js';

describe(clamp.name, () => {
  it.each([
    { when: 'within', value: 5, bounded: 5 },
    { when: 'below', value: -1, bounded: 0 },
    { when: 'above', value: 11, bounded: 10 },
    { when: 'on the edge', value: 10, bounded: 10 },
  ])('is $bounded when $when', ({ value, bounded }) => expect(clamp(value, 0, 10)).toBe(bounded));
});
