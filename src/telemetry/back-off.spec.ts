import { describe, expect, it } from 'vitest';
import { backOffMs } from './back-off.js';

describe(backOffMs.name, () => {
  it.each([
    { when: 'the first failure, luckiest', failures: 0, chance: 0, ms: 500 },
    { when: 'the first failure, middle', failures: 0, chance: 0.5, ms: 1000 },
    { when: 'the third failure', failures: 3, chance: 0.5, ms: 8000 },
    { when: 'the hundredth failure', failures: 100, chance: 0.5, ms: 300_000 },
    { when: 'the hundredth failure, unluckiest', failures: 100, chance: 1, ms: 450_000 },
  ])('is $ms ms after $when', ({ failures, chance, ms }) => expect(backOffMs(failures, chance)).toBe(ms));
});
