import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../lib/duration.js';
import { pointEdges, type Step } from './time-steps.js';

function edges(from: string, to: string, step: Step, zone = 'UTC', maxPoints = 1500): string[] | null {
  const division = { fromMs: Date.parse(from), toMs: Date.parse(to), step, zone };
  return pointEdges(division, maxPoints)?.map((ms) => new Date(ms).toISOString().slice(0, 16)) ?? null;
}

describe(pointEdges.name, () => {
  it.each([
    {
      what: 'hours, the first one holding the beginning',
      args: ['2026-03-01T10:20Z', '2026-03-01T12:00Z', '1h'] as const,
      wanted: ['2026-03-01T10:00', '2026-03-01T11:00', '2026-03-01T12:00'],
    },
    {
      what: 'an end within a step',
      args: ['2026-03-01T10:00Z', '2026-03-01T10:16Z', '15m'] as const,
      wanted: ['2026-03-01T10:00', '2026-03-01T10:15', '2026-03-01T10:30'],
    },
    {
      what: 'hours in a zone of half ones',
      args: ['2026-03-01T10:20Z', '2026-03-01T11:30Z', '1h', 'Asia/Kolkata'] as const,
      wanted: ['2026-03-01T09:30', '2026-03-01T10:30', '2026-03-01T11:30'],
    },
    {
      what: 'days around clocks that go forward',
      args: ['2026-03-28T12:00Z', '2026-03-30T12:00Z', '1d', 'Europe/Berlin'] as const,
      wanted: ['2026-03-27T23:00', '2026-03-28T23:00', '2026-03-29T22:00', '2026-03-30T22:00'],
    },
    {
      what: 'days around clocks that go back',
      args: ['2026-10-24T22:00Z', '2026-10-26T23:00Z', '1d', 'Europe/Berlin'] as const,
      wanted: ['2026-10-24T22:00', '2026-10-25T23:00', '2026-10-26T23:00'],
    },
    {
      what: 'a day that begins at one',
      args: ['2026-04-23T12:00Z', '2026-04-24T12:00Z', '1d', 'Africa/Cairo'] as const,
      wanted: ['2026-04-22T22:00', '2026-04-23T22:00', '2026-04-24T21:00'],
    },
    {
      what: 'quarters of a day that lasts 23 hours',
      args: ['2026-03-28T23:00Z', '2026-03-29T22:00Z', '6h', 'Europe/Berlin'] as const,
      wanted: ['2026-03-28T23:00', '2026-03-29T04:00', '2026-03-29T10:00', '2026-03-29T16:00', '2026-03-29T22:00'],
    },
  ])('divides into $what', ({ args: [from, to, step, zone], wanted }) =>
    expect(edges(from, to, step, zone)).toEqual(wanted),
  );

  it.each(['Europe/Berlin', 'America/Santiago', 'Asia/Beirut', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'])(
    'gives every day of years in %s 23 to 25 hours, without a gap',
    (zone) => {
      const all = pointEdges(
        { fromMs: Date.parse('2024-01-01T00:00Z'), toMs: Date.parse('2027-12-31T00:00Z'), step: '1d', zone },
        1500,
      )!;
      expect(all.length).toBeGreaterThan(1460);
      const hours = all.slice(1).map((edge, nth) => (edge - all[nth]!) / HOUR_MS);
      expect(Math.min(...hours)).toBeGreaterThanOrEqual(23);
      expect(Math.max(...hours)).toBeLessThanOrEqual(25);
    },
  );

  it('gives as many points as are wanted, and none where there are more', () => {
    expect(edges('2026-03-01T00:00Z', '2026-03-01T10:00Z', '1h', 'UTC', 10)).toHaveLength(11);
    expect(edges('2026-03-01T00:00Z', '2026-03-01T10:01Z', '1h', 'UTC', 10)).toBeNull();
    expect(edges('0001-01-01T00:00Z', '9999-12-31T00:00Z', '10s')).toBeNull();
  });
});
