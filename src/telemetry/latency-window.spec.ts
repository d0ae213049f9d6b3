import { describe, expect, it } from 'vitest';
import { NO_FIGURES } from '../lib/event-figures.js';
import type { OrgId } from '../lib/org-id.js';
import { laggingStarts, meanOf, NO_LATENCIES, totalOf, windowPlan } from './latency-window.js';
import type { Rollup } from './rollup-bucket.js';

/** 1,500 events in the nth bucket, at a millisecond each. */
const bucket = (nth: number, isDirty = false): Rollup => ({
  id: String(nth),
  orgId: 'a'.repeat(24) as OrgId,
  kind: 'ml',
  modelName: 'm',
  startMs: nth * 10_000,
  version: 1,
  isDirty,
  figures: { ...NO_FIGURES, normal: 1000, suspicious: 300, risky: 200, latencySumMs: 1500 },
});

/** Spans in buckets. */
const gaps = (plan: ReturnType<typeof windowPlan>): number[][] =>
  plan.unsettled.map(({ fromMs, toMs }) => [fromMs / 10_000, toMs / 10_000]);

describe(laggingStarts.name, () => {
  const gap = { fromMs: 40_000, toMs: 60_000 };
  it.each([
    { when: 'roll-ups count all there is', rollups: [bucket(4), bucket(5)], count: 3000, lagging: [] },
    { when: 'there are more events', rollups: [bucket(4), bucket(5)], count: 3001, lagging: [50_000] },
    { when: 'a bucket is dirty', rollups: [bucket(4, true), bucket(5)], count: 3000, lagging: [50_000] },
    { when: 'there is no bucket yet', rollups: [], count: 1, lagging: [50_000] },
    { when: 'the buckets are elsewhere', rollups: [bucket(3), bucket(6)], count: 3000, lagging: [50_000] },
  ])('finds $lagging where $when', ({ rollups, count, lagging }) => {
    expect([...laggingStarts(rollups, [{ ...gap, count }], new Set([10_000, 50_000]))]).toEqual(lagging);
  });
});

describe(windowPlan.name, () => {
  it.each([
    { when: 'nothing is rolled up', nths: [], count: 0, reads: [[0.5, 9.5]] },
    { when: 'little is rolled up', nths: [4], count: 0, reads: [[0.5, 9.5]] },
    {
      when: 'much is rolled up',
      nths: [5, 4],
      count: 3000,
      reads: [
        [0.5, 4],
        [6, 9.5],
      ],
    },
    {
      when: 'there are gaps between',
      nths: [1, 2, 4],
      count: 4500,
      reads: [
        [0.5, 1],
        [3, 4],
        [5, 9.5],
      ],
    },
    {
      when: 'buckets stick out of the window',
      nths: [0, 1, 2, 9],
      count: 3000,
      reads: [
        [0.5, 1],
        [3, 9.5],
      ],
    },
  ])('knows $count events when $when', ({ nths, count, reads }) => {
    const span = { fromMs: 5000, toMs: 95_000 };
    const plan = windowPlan(
      nths.map((nth) => bucket(nth)),
      span,
      new Set(),
    );
    expect(plan.settled).toEqual({ count, sumMs: count });
    expect(gaps(plan)).toEqual(reads);
  });

  it.each([
    { when: 'they lag behind their events', third: bucket(3, true), fresh: [] },
    { when: 'events without a label fall into them', third: bucket(3), fresh: [30_000] },
  ])('leaves buckets out when $when', ({ third, fresh }) => {
    const rollups = [bucket(0), bucket(1), bucket(2), third];
    const plan = windowPlan(rollups, { fromMs: 0, toMs: 40_000 }, new Set(fresh));
    expect(plan.settled.count).toBe(4500);
    expect(gaps(plan)).toEqual([[3, 4]]);
  });

  it('reads nothing where all is settled', () =>
    expect(windowPlan([bucket(0), bucket(1)], { fromMs: 0, toMs: 20_000 }, new Set()).unsettled).toEqual([]));
});

describe(meanOf.name, () => {
  it('is null without events', () => expect(meanOf(NO_LATENCIES)).toBeNull());
  it('weighs parts by their events', () =>
    expect(
      meanOf(
        totalOf([
          { count: 1, sumMs: 100 },
          { count: 3, sumMs: 60 },
        ]),
      ),
    ).toBe(40));
});
