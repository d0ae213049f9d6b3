import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverage, type Segment } from './rollup-coverage.js';
import { LEVEL_MS, ROLLUP_LEVELS } from './rollup-levels.js';

const at = (text: string): number => Date.parse(`2026-${text}Z`);
/** `minute 12:00:00 - 12:05:00`; the day of the month before the time. */
const shown = ({ level, fromMs, toMs }: Segment): string =>
  `${level} ${[fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(8, 19).replace('T', ' ')).join(' - ')}`;
const countOf = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { level, fromMs, toMs }) => sum + (toMs - fromMs) / LEVEL_MS[level], 0);

describe(coverage.name, () => {
  it.each([
    { when: 'an empty span', from: '03-01T12:00:00', to: '03-01T12:00:00', segments: [] },
    { when: 'a span that ends before it begins', from: '03-01T12:00:01', to: '03-01T12:00:00', segments: [] },
    {
      when: 'one bucket',
      from: '03-01T12:00:00',
      to: '03-01T12:00:10',
      segments: ['ten_seconds 01 12:00:00 - 01 12:00:10'],
    },
    { when: 'no bucket that begins within', from: '03-01T12:00:01', to: '03-01T12:00:09', segments: [] },
    {
      when: 'the buckets that begin within, not the one before',
      from: '03-01T12:00:01',
      to: '03-01T12:00:21',
      segments: ['ten_seconds 01 12:00:10 - 01 12:00:30'],
    },
    {
      when: 'a whole minute',
      from: '03-01T12:00:00',
      to: '03-01T12:01:00',
      segments: ['minute 01 12:00:00 - 01 12:01:00'],
    },
    {
      when: 'minutes with both edges',
      from: '03-01T12:00:50',
      to: '03-01T12:03:20',
      segments: [
        'ten_seconds 01 12:00:50 - 01 12:01:00',
        'minute 01 12:01:00 - 01 12:03:00',
        'ten_seconds 01 12:03:00 - 01 12:03:20',
      ],
    },
    {
      when: 'less than a minute across its edge',
      from: '03-01T12:00:40',
      to: '03-01T12:01:20',
      segments: ['ten_seconds 01 12:00:40 - 01 12:01:20'],
    },
    { when: 'a whole day', from: '03-01T00:00:00', to: '03-02T00:00:00', segments: ['day 01 00:00:00 - 02 00:00:00'] },
    {
      when: 'every level on both sides',
      from: '03-01T22:58:50',
      to: '03-04T01:01:10',
      segments: [
        'ten_seconds 01 22:58:50 - 01 22:59:00',
        'minute 01 22:59:00 - 01 23:00:00',
        'hour 01 23:00:00 - 02 00:00:00',
        'day 02 00:00:00 - 04 00:00:00',
        'hour 04 00:00:00 - 04 01:00:00',
        'minute 04 01:00:00 - 04 01:01:00',
        'ten_seconds 04 01:01:00 - 04 01:01:10',
      ],
    },
  ])('takes of $when: $segments', ({ from, to, segments }) =>
    expect(coverage({ fromMs: at(from), toMs: at(to) }).map(shown)).toEqual(segments),
  );

  it('needs less than 500 buckets for any year', () => {
    const worst = coverage({ fromMs: Date.parse('2025-01-01T00:00:10Z'), toMs: Date.parse('2026-01-01T23:59:50Z') });
    expect(countOf(worst)).toBeLessThan(540);
    assert(
      property(
        integer({ min: 0, max: 2e12 }),
        (fromMs) => countOf(coverage({ fromMs, toMs: fromMs + 365 * 864e5 })) < 500,
      ),
    );
  });

  it('covers without gap or overlap, on edges, and never two segments of a level side by side', () => {
    assert(
      property(integer({ min: -1e9, max: 2e12 }), integer({ min: 0, max: 4e10 }), (fromMs, length) => {
        const segments = coverage({ fromMs, toMs: fromMs + length });
        const width = LEVEL_MS[ROLLUP_LEVELS[0]];
        const edges = segments.flatMap((segment) => [segment.fromMs, segment.toMs]);
        expect(segments.every((it) => it.fromMs % LEVEL_MS[it.level] === 0 && it.toMs % LEVEL_MS[it.level] === 0)).toBe(
          true,
        );
        expect(edges.slice(1, -1).every((edge, index) => edge === edges[index + (index % 2 === 0 ? 2 : 0)])).toBe(true);
        const covered = segments.reduce((sum, segment) => sum + segment.toMs - segment.fromMs, 0);
        expect(covered).toBe((Math.ceil((fromMs + length) / width) - Math.ceil(fromMs / width)) * width);
        expect(segments.every(({ level }, index) => segments[index + 1]?.level !== level)).toBe(true);
      }),
    );
  });
});
