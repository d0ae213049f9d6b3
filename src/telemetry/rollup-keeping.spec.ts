import { describe, expect, it } from 'vitest';
import { type Figures, NO_FIGURES } from '../lib/event-figures.js';
import type { OrgId } from '../lib/org-id.js';
import type { Rollup } from './rollup-bucket.js';
import { keptDays, sealedBeforeMs, unshrunk } from './rollup-keeping.js';
import { levelBelow, ROLLUP_LEVELS } from './rollup-levels.js';

const RETENTION = { retentionDays: 30, rollupRetentionDays: 400 };
const NOW = new Date('2026-03-31T12:00:00Z');

describe(keptDays.name, () => {
  it.each([
    { level: 'ten_seconds', days: 31 },
    { level: 'minute', days: 32 },
    { level: 'hour', days: 400 },
    { level: 'day', days: null },
  ] as const)('keeps a $level for $days days', ({ level, days }) => expect(keptDays(level, RETENTION)).toBe(days));

  it('keeps hours longer than what they are made of, whatever is set', () =>
    expect(keptDays('hour', { retentionDays: 90, rollupRetentionDays: 1 })).toBe(93));

  it.each(ROLLUP_LEVELS.slice(1))('keeps a %s longer than the level below', (level) => {
    const below = levelBelow(level) ?? level;
    expect(keptDays(level, RETENTION) ?? Infinity).toBeGreaterThan(keptDays(below, RETENTION) ?? Infinity);
  });
});

describe(sealedBeforeMs.name, () => {
  it.each([
    { level: 'ten_seconds', sealed: '2026-03-01T13:00:00Z' },
    { level: 'minute', sealed: '2026-02-28T13:00:00Z' },
    { level: 'hour', sealed: '2026-02-27T13:00:00Z' },
    { level: 'day', sealed: '2025-02-24T13:00:00Z' },
  ] as const)('seals a $level an hour before what it is made of goes', ({ level, sealed }) =>
    expect(sealedBeforeMs(level, RETENTION, NOW)).toBe(Date.parse(sealed)),
  );
});

describe(unshrunk.name, () => {
  const SEALED_MS = 100;
  const figures = (count: number): Figures => ({ ...NO_FIGURES, normal: count });
  const rollup = (startMs: number, count: number): Rollup => ({
    id: 'x',
    orgId: 'a'.repeat(24) as OrgId,
    kind: 'ml',
    modelName: 'm',
    startMs,
    version: 1,
    isDirty: true,
    figures: figures(count),
  });

  it.each([
    { when: 'an open bucket lost events', startMs: 100, had: 5, found: 3, becomes: 3 },
    { when: 'an open bucket gained some', startMs: 100, had: 5, found: 7, becomes: 7 },
    { when: 'a sealed bucket lost events', startMs: 99, had: 5, found: 3, becomes: 5 },
    { when: 'a sealed bucket lost all', startMs: 99, had: 5, found: 0, becomes: 5 },
    { when: 'a sealed bucket gained some', startMs: 99, had: 5, found: 7, becomes: 7 },
    { when: 'a sealed bucket was never counted', startMs: 99, had: 0, found: 1, becomes: 1 },
  ])('$had become $becomes where $when', ({ startMs, had, found, becomes }) =>
    expect(unshrunk([{ rollup: rollup(startMs, had), figures: figures(found) }], SEALED_MS)).toEqual([
      { rollup: rollup(startMs, had), figures: figures(becomes) },
    ]),
  );
});
