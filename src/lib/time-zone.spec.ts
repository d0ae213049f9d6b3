import { describe, expect, it } from 'vitest';
import { HOUR_MS } from './duration.js';
import { instantOfLocal, isTimeZone, zoneOffsetMs } from './time-zone.js';

describe(isTimeZone.name, () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kathmandu', 'Etc/GMT+5'])(
    'takes %s',
    (name) => expect(isTimeZone(name)).toBe(true),
  );
  it.each(['', 'Berlin', 'Europe/Atlantis', '+02:00', 'Europe/Berlin ', '../etc', 'A'.repeat(65), 'Europe/Berlin\n'])(
    'refuses "%s"',
    (name) => expect(isTimeZone(name)).toBe(false),
  );
});

describe(zoneOffsetMs.name, () => {
  it.each([
    { zone: 'UTC', at: '2026-07-01T00:00:00Z', hours: 0 },
    { zone: 'Europe/Berlin', at: '2026-01-01T12:00:00Z', hours: 1 },
    { zone: 'Europe/Berlin', at: '2026-07-01T12:00:00.123Z', hours: 2 },
    { zone: 'America/New_York', at: '2026-01-01T02:00:00Z', hours: -5 },
    { zone: 'Asia/Kathmandu', at: '2026-01-01T00:00:00Z', hours: 5.75 },
    { zone: 'Pacific/Kiritimati', at: '2026-01-01T00:00:00Z', hours: 14 },
  ])('is $hours h in $zone at $at', ({ zone, at, hours }) => {
    expect(zoneOffsetMs(zone, Date.parse(at))).toBe(hours * HOUR_MS);
  });
});

describe(instantOfLocal.name, () => {
  it.each([
    { what: 'a common time', zone: 'Europe/Berlin', local: '2026-01-01T00:00', at: '2025-12-31T23:00' },
    {
      what: 'midnight before clocks go forward',
      zone: 'Europe/Berlin',
      local: '2026-03-29T00:00',
      at: '2026-03-28T23:00',
    },
    {
      what: 'midnight after clocks went forward',
      zone: 'Europe/Berlin',
      local: '2026-03-30T00:00',
      at: '2026-03-29T22:00',
    },
    {
      what: 'midnight after clocks went back',
      zone: 'Europe/Berlin',
      local: '2026-10-26T00:00',
      at: '2026-10-25T23:00',
    },
    {
      what: 'a time that clocks show twice: the first',
      zone: 'Europe/Berlin',
      local: '2026-10-25T02:30',
      at: '2026-10-25T00:30',
    },
    { what: 'a midnight that clocks skip', zone: 'Africa/Cairo', local: '2026-04-24T00:00', at: '2026-04-23T22:00' },
    { what: 'a zone of quarters', zone: 'Asia/Kathmandu', local: '2026-06-01T00:00', at: '2026-05-31T18:15' },
    {
      what: 'a zone whose clocks change by half an hour',
      zone: 'Australia/Lord_Howe',
      local: '2026-04-06T00:00',
      at: '2026-04-05T13:30',
    },
    { what: 'a zone across the date line', zone: 'Pacific/Apia', local: '2026-01-01T00:00', at: '2025-12-31T11:00' },
  ])('finds $what', ({ zone, local, at }) => {
    expect(new Date(instantOfLocal(zone, Date.parse(`${local}Z`))).toISOString()).toBe(`${at}:00.000Z`);
  });
});
