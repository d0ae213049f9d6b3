import { assert, constantFrom, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInstant, parseInstant } from './instant.js';

describe(parseInstant.name, () => {
  it.each([
    { when: 'in UTC', text: '2026-03-01T12:00:00Z', iso: '2026-03-01T12:00:00.000Z' },
    { when: 'with an offset', text: '2026-03-01T12:00:00+02:30', iso: '2026-03-01T09:30:00.000Z' },
    {
      when: 'without a zone, as Python writes it',
      text: '2026-03-01T12:00:00.123456',
      iso: '2026-03-01T12:00:00.123Z',
    },
    { when: 'with a space and lower-case letters', text: '2026-03-01 12:00:00.5z', iso: '2026-03-01T12:00:00.500Z' },
    { when: 'on a leap day', text: '2028-02-29T00:00:00Z', iso: '2028-02-29T00:00:00.000Z' },
  ])('reads a time $when', ({ text, iso }) => {
    expect(parseInstant(text)?.toISOString()).toBe(iso);
    expect(isInstant(text)).toBe(true);
  });

  it.each([
    '0',
    '2026',
    '2026-03-01',
    'Tue Mar 01 2026',
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T12:60:00Z',
    '2026-03-01T12:00:00+25:00',
    '+275760-09-13T00:00:00Z',
    '2026-03-01T12:00:00Z ',
    '',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNull();
    expect(isInstant(text)).toBe(false);
  });

  it('agrees with the calendar on times in UTC, good or not', () => {
    const two = (max: number) => integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'));
    const parts = tuple(
      integer({ min: 1000, max: 9999 }),
      two(13),
      two(32),
      two(25),
      two(61),
      two(61),
      constantFrom('', '.000', '.987'),
    );
    assert(
      property(parts, ([year, month, day, hour, minute, second, fraction]) => {
        const text = `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`;
        const date = new Date(text);
        // Of a day or an hour too many the engine makes the next one.
        const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 19));
        expect(parseInstant(text)).toEqual(isReal ? date : null);
        expect(isInstant(text)).toBe(isReal);
      }),
      { numRuns: 500 },
    );
  });
});
