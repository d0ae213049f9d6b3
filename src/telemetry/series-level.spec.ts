import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/duration.js';
import { seriesLevel } from './series-level.js';

const NOW = new Date('2026-06-15T12:00:00Z');
const RETENTION = { retentionDays: 30, rollupRetentionDays: 400 };

/** Edges of equal steps from so long ago until now. */
function edges(agoMs: number, stepMs: number, shiftMs = 0): number[] {
  const first = Math.floor((NOW.getTime() - agoMs) / stepMs) * stepMs + shiftMs;
  return Array.from({ length: Math.ceil(agoMs / stepMs) + 1 }, (_none, nth) => first + nth * stepMs);
}

describe(seriesLevel.name, () => {
  it.each([
    { what: 'days of UTC', points: edges(90 * DAY_MS, DAY_MS), level: 'day' },
    { what: 'days elsewhere', points: edges(90 * DAY_MS, DAY_MS, -2 * HOUR_MS), level: 'hour' },
    { what: 'hours', points: edges(2 * DAY_MS, HOUR_MS), level: 'hour' },
    { what: 'hours that begin at half past', points: edges(2 * DAY_MS, HOUR_MS, HOUR_MS / 2), level: 'minute' },
    { what: 'recent days that begin at half past', points: edges(10 * DAY_MS, DAY_MS, HOUR_MS / 2), level: 'minute' },
    {
      what: 'so many of them that minutes are too many',
      points: edges(20 * DAY_MS, DAY_MS, HOUR_MS / 2),
      level: 'hour',
    },
    {
      what: 'old ones of them, whose minutes are gone',
      points: edges(90 * DAY_MS, DAY_MS, HOUR_MS / 2),
      level: 'hour',
    },
    { what: 'days from before hours are kept', points: edges(500 * DAY_MS, DAY_MS, HOUR_MS), level: 'day' },
    { what: 'quarters of an hour', points: edges(DAY_MS, 15 * MINUTE_MS), level: 'minute' },
    { what: 'ten seconds', points: edges(HOUR_MS, 10_000), level: 'ten_seconds' },
  ])('for $what is $level', ({ points, level }) => expect(seriesLevel(points, RETENTION, NOW).level).toBe(level));

  it('says since when it is kept', () => {
    const { level, keptFromMs } = seriesLevel(edges(100 * DAY_MS, 15 * MINUTE_MS), RETENTION, NOW);
    expect([level, keptFromMs]).toEqual(['minute', NOW.getTime() - 32 * DAY_MS]);
    expect(seriesLevel(edges(DAY_MS, DAY_MS), RETENTION, NOW).keptFromMs).toBe(-Infinity);
  });
});
