import { describe, expect, it } from 'vitest';
import { riskWindowOf } from './risk-window.js';

describe(riskWindowOf.name, () => {
  it.each([
    { at: '2026-03-01T12:00:00.000Z', from: '2026-03-01T12:00:00.000Z' },
    { at: '2026-03-01T12:09:59.999Z', from: '2026-03-01T12:00:00.000Z' },
    { at: '2026-03-01T12:10:00.000Z', from: '2026-03-01T12:10:00.000Z' },
  ])('of $at begins at $from', ({ at, from }) => expect(riskWindowOf(new Date(at)).toISOString()).toBe(from));
});
