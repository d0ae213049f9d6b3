import { describe, expect, it } from 'vitest';
import type { OrgId } from '../lib/org-id.js';
import { SIGNAL_BUCKET_MS } from '../lib/signal-name.js';
import {
  againMs,
  completeMs,
  dueMs,
  MAX_READ,
  sampledWindows,
  signalBucketMs,
  signalBucketsAround,
  signalDays,
} from './signal-bucket.js';

const MINUTE = 60_000;
const NOON = Date.parse('2026-03-01T12:00:00.000Z');

function bucket(startMs: number) {
  return { orgId: 'a'.repeat(24) as OrgId, kind: 'ml', modelName: 'm', startMs } as const;
}

describe(signalBucketMs.name, () => {
  it.each([
    { afterMs: 0, startMs: 0 },
    { afterMs: 299_999, startMs: 0 },
    { afterMs: 300_000, startMs: 300_000 },
  ])('of $afterMs is $startMs', ({ afterMs, startMs }) => expect(signalBucketMs(NOON + afterMs)).toBe(NOON + startMs));
});

describe(signalBucketsAround.name, () => {
  it('names each once', () => {
    const around = signalBucketsAround([bucket(NOON), bucket(NOON + 10_000), bucket(NOON + 300_000)]);
    expect(around).toEqual([bucket(NOON), bucket(NOON + 300_000)]);
  });
});

describe(dueMs.name, () => {
  it.each([
    { when: 'it begins', now: 0, due: MINUTE, complete: 6 * MINUTE },
    { when: 'it is yet to come', now: -10 * MINUTE, due: MINUTE, complete: 6 * MINUTE },
    { when: 'four minutes of it are over', now: 4 * MINUTE, due: 5 * MINUTE, complete: 6 * MINUTE },
    { when: 'a little more is over', now: 4 * MINUTE + 1, due: 6 * MINUTE, complete: 6 * MINUTE },
    { when: 'it ends', now: 5 * MINUTE, due: 6 * MINUTE, complete: 6 * MINUTE },
    { when: 'it has been over for an hour', now: 65 * MINUTE, due: 66 * MINUTE, complete: 66 * MINUTE },
  ])('of a bucket that gets an event when $when', ({ now, due, complete }) => {
    expect(dueMs(bucket(NOON), NOON + now)).toBe(NOON + due);
    expect(completeMs(bucket(NOON), NOON + now)).toBe(NOON + complete);
  });
});

describe(againMs.name, () => {
  it.each([
    { now: MINUTE, again: 2 * MINUTE },
    { now: 4 * MINUTE, again: 5 * MINUTE },
    { now: 5 * MINUTE, again: 6 * MINUTE },
    { now: 6 * MINUTE - 1, again: 6 * MINUTE },
  ])('of a bucket that was counted at $now is $again', ({ now, again }) => {
    expect(againMs(bucket(NOON), NOON + now)).toBe(NOON + again);
  });
});

describe(sampledWindows.name, () => {
  const spans = (total: number) => sampledWindows(NOON, total).map(({ from, to }) => [+from - NOON, +to - NOON]);

  it('is the whole bucket where it has few events', () => expect(spans(MAX_READ)).toEqual([[0, SIGNAL_BUCKET_MS]]));

  it('is the first part of every ten seconds where it has many', () => {
    const half = spans(MAX_READ + 1);
    expect(half).toHaveLength(30);
    expect(half.slice(0, 2)).toEqual([
      [0, 5000],
      [10_000, 15_000],
    ]);
    expect(spans(100 * MAX_READ)[29]).toEqual([290_000, 290_100]);
  });

  it('is never nothing', () => expect(spans(1e12)[0]).toEqual([0, 1]));
});

describe(signalDays.name, () => {
  it.each([
    { retentionDays: 30, days: 7 },
    { retentionDays: 3, days: 3 },
  ])('is $days of $retentionDays', ({ retentionDays, days }) => expect(signalDays({ retentionDays })).toBe(days));
});
