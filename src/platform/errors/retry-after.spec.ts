import { describe, expect, it } from 'vitest';
import { retryAfterSeconds } from './retry-after.js';

describe(retryAfterSeconds.name, () => {
  it.each([
    { seconds: 10, chance: 0, after: 5 },
    { seconds: 10, chance: 0.5, after: 10 },
    { seconds: 10, chance: 1, after: 15 },
    { seconds: 0.01, chance: 0.5, after: 1 },
  ])('spreads $seconds s to $after s at chance $chance', ({ seconds, chance, after }) =>
    expect(retryAfterSeconds(seconds, chance)).toBe(after),
  );
});
