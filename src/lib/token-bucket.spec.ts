import { describe, expect, it } from 'vitest';
import { takeTokens } from './token-bucket.js';

const rate = { perSecond: 10, burst: 100 };

describe(takeTokens.name, () => {
  it.each([
    { when: 'from a new bucket', bucket: undefined, wanted: 100, left: 0, wait: 0 },
    { when: 'from a half-full one', bucket: { tokens: 50, atMs: 1000 }, wanted: 20, left: 30, wait: 0 },
    { when: 'after it has filled again', bucket: { tokens: 0, atMs: -9000 }, wanted: 100, left: 0, wait: 0 },
    {
      when: 'not more than the burst after a long time',
      bucket: { tokens: 0, atMs: -1e9 },
      wanted: 1,
      left: 99,
      wait: 0,
    },
    { when: 'too early', bucket: { tokens: 5, atMs: 1000 }, wanted: 25, left: 5, wait: 2 },
    { when: 'more than the burst, on credit', bucket: undefined, wanted: 250, left: -150, wait: 0 },
    { when: 'while in debt', bucket: { tokens: -150, atMs: 1000 }, wanted: 50, left: -150, wait: 20 },
  ])('$when', ({ bucket, wanted, left, wait }) => {
    const taken = takeTokens(bucket, wanted, rate, 1000);
    expect(taken.bucket.tokens).toBe(left);
    expect(taken.waitSeconds).toBe(wait);
  });
});
