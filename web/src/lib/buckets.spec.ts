import { describe, expect, it } from 'vitest';
import { bucketsOf, lowestOf } from './buckets.js';
import { stacked } from './stack.js';

const NOW_MS = Date.parse('2026-03-01T12:03:20Z');
const MINUTE = 60;

describe('buckets', () => {
  it('are on multiples of their width, and the last one holds now', () => {
    const buckets = bucketsOf({ seconds: 5 * MINUTE, step: MINUTE }, NOW_MS);
    expect(buckets.map((bucket) => new Date(bucket * 1000).toISOString().slice(11, 16))).toEqual([
      '11:59',
      '12:00',
      '12:01',
      '12:02',
      '12:03',
    ]);
  });

  it('hold the lowest of their points, and null without any', () => {
    const buckets = bucketsOf({ seconds: 2 * MINUTE, step: MINUTE }, NOW_MS);
    const at = (iso: string, value: number) => ({ atMs: Date.parse(iso), value });
    const points = [at('2026-03-01T12:03:01Z', 70), at('2026-03-01T12:03:59Z', 60), at('2026-03-01T11:00:00Z', 1)];
    expect(lowestOf(buckets, MINUTE, points)).toEqual([null, 60]);
  });
});

describe(stacked.name, () => {
  it('adds each series to those before it', () => {
    expect(
      stacked([
        [1, null, 2],
        [3, 4, null],
      ]),
    ).toEqual([
      [1, 0, 2],
      [4, 4, 2],
    ]);
  });
});
