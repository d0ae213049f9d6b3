import { describe, expect, it } from 'vitest';
import { countsOf } from '../lib/signal-counter.js';
import type { SignalBucket } from './baseline.js';
import { learnBaseline } from './baseline-life.js';
import { halvesAgree } from './halves.js';
import { keptBuckets } from './trimming.js';

const BUCKET_MS = 5 * 60_000;

/** Values around a middle, spread over half of it on either side, the same in every run. */
function bucket(nth: number, middle = 100, count = 100): SignalBucket {
  const values = Array.from({ length: count }, (_none, at) => middle * (0.5 + ((at * 37 + nth * 13) % 101) / 101));
  return { startMs: nth * BUCKET_MS, counts: countsOf('number', values) };
}

function buckets(count: number, middleOf: (nth: number) => number = () => 100, values = 100): SignalBucket[] {
  return Array.from({ length: count }, (_none, nth) => bucket(nth, middleOf(nth), values));
}

describe(learnBaseline.name, () => {
  it.each([
    { when: 'too few buckets', all: buckets(29), status: null },
    { when: 'too few events', all: buckets(36, undefined, 5), status: null },
    { when: 'an hour, 30 buckets and 200 events', all: buckets(30, undefined, 20), status: 'provisional' },
    { when: '2,000 events whose halves agree', all: buckets(30), status: 'active' },
    { when: 'a day of few events', all: buckets(289, undefined, 5), status: 'active' },
    { when: 'halves that differ', all: buckets(60, (nth) => (nth < 30 ? 100 : 150)), status: 'provisional' },
  ])('after $when is $status', ({ all, status }) => {
    expect(learnBaseline('latency', all)?.status ?? null).toBe(status);
  });

  it('is pinned to what somebody says, however little that is', () => {
    expect(learnBaseline('latency', buckets(2), true)?.status).toBe('pinned');
    expect(learnBaseline('latency', buckets(1, undefined, 19), true)).toBeNull();
  });

  it('is the same for the same buckets, and knows their figures', () => {
    const baseline = learnBaseline('latency', buckets(30));
    expect(learnBaseline('latency', buckets(30))).toEqual(baseline);
    expect(baseline).toMatchObject({ fromMs: 0, toMs: 29 * BUCKET_MS });
    expect(baseline?.figures?.mean).toBeCloseTo(100, -1);
  });

  it('fits in 8 kB', () => {
    const wild = Array.from({ length: 60 }, (_none, nth) => ({
      startMs: nth * BUCKET_MS,
      counts: countsOf(
        'category',
        Array.from({ length: 500 }, (_nothing, at) => `category number ${(at * nth) % 977}`),
      ),
    }));
    expect(JSON.stringify(learnBaseline('category', wild, true)).length).toBeLessThanOrEqual(8192);
  });
});

describe(keptBuckets.name, () => {
  const starts = (kept: readonly SignalBucket[]): number[] => kept.map(({ startMs }) => startMs / BUCKET_MS);

  it('leaves out an incident', () => {
    const kept = keptBuckets(
      'latency',
      buckets(40, (nth) => (nth >= 10 && nth < 14 ? 2000 : 100)),
    );
    expect(starts(kept)).toEqual(starts(buckets(40)).filter((nth) => nth < 10 || nth >= 14));
  });
  it('keeps a season', () => {
    const seasonal = buckets(48, (nth) => 100 + 10 * Math.sin(nth / 4));
    expect(keptBuckets('latency', seasonal)).toEqual(seasonal);
  });
  it('leaves out a quarter at most: beyond it, that is what is normal', () => {
    const half = buckets(40, (nth) => (nth % 2 === 0 ? 2000 : 100));
    expect(keptBuckets('latency', half).length).toBeGreaterThanOrEqual(30);
  });
});

describe(halvesAgree.name, () => {
  it.each([
    { what: 'the same', all: buckets(40), agree: true },
    { what: 'nearly the same', all: buckets(40, (nth) => (nth < 20 ? 100 : 101)), agree: true },
    { what: 'twice as high', all: buckets(40, (nth) => (nth < 20 ? 100 : 200)), agree: false },
  ])('of $what are told: $agree', ({ all, agree }) => expect(halvesAgree('latency', all)).toBe(agree));
});
