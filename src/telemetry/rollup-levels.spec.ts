import { describe, expect, it } from 'vitest';
import { bucketStartMs, LEVEL_MS, levelAbove, levelBelow, ROLLUP_LEVELS, startsBelow } from './rollup-levels.js';

const at = (text: string): number => Date.parse(text);

describe(bucketStartMs.name, () => {
  it.each([
    { level: 'ten_seconds', when: 'on an edge', instant: 20_000, start: 20_000 },
    { level: 'ten_seconds', when: 'just before an edge', instant: 19_999, start: 10_000 },
    { level: 'ten_seconds', when: 'before 1970', instant: -1, start: -10_000 },
    { level: 'minute', when: 'within', instant: at('2026-03-01T12:34:56Z'), start: at('2026-03-01T12:34:00Z') },
    { level: 'hour', when: 'within', instant: at('2026-03-01T12:34:56Z'), start: at('2026-03-01T12:00:00Z') },
    { level: 'day', when: 'in UTC', instant: at('2026-03-01T23:59:59.999Z'), start: at('2026-03-01T00:00:00Z') },
    { level: 'day', when: 'on an edge', instant: at('2026-03-01T00:00:00Z'), start: at('2026-03-01T00:00:00Z') },
  ] as const)('of a $level $when', ({ level, instant, start }) => expect(bucketStartMs(level, instant)).toBe(start));
});

describe('levels', () => {
  it('stand one above the other', () => {
    expect(ROLLUP_LEVELS.map(levelAbove)).toEqual(['minute', 'hour', 'day', null]);
    expect(ROLLUP_LEVELS.map(levelBelow)).toEqual([null, 'ten_seconds', 'minute', 'hour']);
  });

  it.each([
    { level: 'ten_seconds', count: 0 },
    { level: 'minute', count: 6 },
    { level: 'hour', count: 60 },
    { level: 'day', count: 24 },
  ] as const)('a $level is made of $count buckets that fill it without a gap', ({ level, count }) => {
    const startMs = bucketStartMs(level, at('2026-03-01T12:34:56Z'));
    const starts = startsBelow(level, startMs);
    expect(starts).toHaveLength(count);
    const below = levelBelow(level);
    if (below === null) return;
    expect(starts[0]).toBe(startMs);
    expect((starts.at(-1) ?? 0) + LEVEL_MS[below]).toBe(startMs + LEVEL_MS[level]);
    expect(new Set(starts.map((start) => bucketStartMs(level, start)))).toEqual(new Set([startMs]));
  });
});
