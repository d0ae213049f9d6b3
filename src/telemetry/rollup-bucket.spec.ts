import { describe, expect, it } from 'vitest';
import { bucketsOf, bucketStartMs, figuresByBucket } from './rollup-bucket.js';

const at = (ms: number): Date => new Date(ms);
const label = (modelName: string, ms: number) =>
  ({ eventId: `${modelName}${ms}`, modelName, timestamp: at(ms), riskScore: 0, riskLabel: 'normal' }) as const;

describe(bucketStartMs.name, () => {
  it.each([
    { when: 'on an edge', ms: 20_000, start: 20_000 },
    { when: 'just before an edge', ms: 19_999, start: 10_000 },
    { when: 'before 1970', ms: -1, start: -10_000 },
  ])('is $start $when', ({ ms, start }) => expect(bucketStartMs(at(ms))).toBe(start));
});

describe(bucketsOf.name, () => {
  it('names each bucket of each model once', () =>
    expect(bucketsOf([label('a', 1), label('a', 9_999), label('a', 10_000), label('b', 5)])).toEqual(
      new Map([
        ['a', new Set([0, 10_000])],
        ['b', new Set([0])],
      ]),
    ));
});

describe(figuresByBucket.name, () => {
  it('adds labels, latency and tokens within a bucket only', () => {
    const rows = [
      { startMs: 0, label: 'normal', bin: 1, count: 3, latencySumMs: 30, tokens: 5 },
      { startMs: 0, label: 'risky', bin: 1, count: 1, latencySumMs: 7, tokens: 2 },
      { startMs: 10_000, label: 'suspicious', bin: -4, count: 2, latencySumMs: 4, tokens: 0 },
    ] as const;
    expect(figuresByBucket(rows)).toEqual(
      new Map([
        [0, { normal: 3, suspicious: 0, risky: 1, latencySumMs: 37, latencies: { '1': 4 }, tokens: 7 }],
        [10_000, { normal: 0, suspicious: 2, risky: 0, latencySumMs: 4, latencies: { '-4': 2 }, tokens: 0 }],
      ]),
    );
  });
});
