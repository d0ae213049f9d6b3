import { describe, expect, it } from 'vitest';
import { takePiece, takeTokens, type TokenBucket } from './token-bucket.js';

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

describe(takePiece.name, () => {
  /** Takes pieces one after the other.
   * @returns seconds that each would have to wait */
  const waits = (tokens: number, whole: number, pieces: readonly number[]): number[] => {
    let [bucket, taken]: [TokenBucket, number] = [{ tokens, atMs: 0 }, 0];
    return pieces.map((bytes) => {
      const outcome = takePiece(bucket, { bytes, taken, whole }, rate, 0);
      bucket = outcome.bucket;
      if (outcome.waitSeconds === 0) taken += bytes;
      return outcome.waitSeconds;
    });
  };

  it.each([
    { when: 'enough is there for the whole', tokens: 60, whole: 60, pieces: [0, 20, 40], wait: [0, 0, 0] },
    { when: 'too little is there for the whole', tokens: 50, whole: 60, pieces: [0], wait: [1] },
    {
      when: 'the whole is larger than the burst',
      tokens: 100,
      whole: 300,
      pieces: [0, 90, 90, 120],
      wait: [0, 0, 0, 0],
    },
    { when: 'nobody knows how long the whole is', tokens: 50, whole: 0, pieces: [0, 40, 10, 20], wait: [0, 0, 0, 2] },
    { when: 'the whole is longer than was said', tokens: 50, whole: 20, pieces: [20, 30, 10], wait: [0, 0, 1] },
  ])('lets in what it can finish: $when', ({ tokens, whole, pieces, wait }) =>
    expect(waits(tokens, whole, pieces)).toEqual(wait),
  );

  it('refuses the rest where others took the tokens meanwhile', () => {
    const { bucket } = takePiece({ tokens: 100, atMs: 0 }, { bytes: 40, taken: 0, whole: 80 }, rate, 0);
    const other = takePiece(bucket, { bytes: 30, taken: 0, whole: 30 }, rate, 0);
    expect(other.waitSeconds).toBe(0);
    expect(takePiece(other.bucket, { bytes: 40, taken: 40, whole: 80 }, rate, 0).waitSeconds).toBe(1);
  });

  it('lets no second one into debt', () => {
    const first = takePiece({ tokens: 100, atMs: 0 }, { bytes: 150, taken: 0, whole: 400 }, rate, 0);
    expect(takePiece(first.bucket, { bytes: 1, taken: 0, whole: 400 }, rate, 0).waitSeconds).toBeGreaterThan(0);
    expect(takePiece(first.bucket, { bytes: 150, taken: 150, whole: 400 }, rate, 0).waitSeconds).toBe(0);
  });
});
