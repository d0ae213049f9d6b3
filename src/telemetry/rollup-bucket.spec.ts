import { describe, expect, it } from 'vitest';
import { NO_FIGURES } from '../lib/event-figures.js';
import type { OrgId } from '../lib/org-id.js';
import { bucketsAround, bucketsOf, figuresByBucket, figuresOfLevel } from './rollup-bucket.js';

const ORG = 'a'.repeat(24) as OrgId;
const A = { orgId: ORG, kind: 'ml', modelName: 'a' } as const;

const at = (ms: number): Date => new Date(ms);
const label = (modelName: string, ms: number) =>
  ({ eventId: `${modelName}${ms}`, modelName, timestamp: at(ms), riskScore: 0, riskLabel: 'normal' }) as const;

describe(bucketsOf.name, () => {
  it('names each bucket of each model once', () =>
    expect(bucketsOf(ORG, 'ml', [label('a', 1), label('a', 9_999), label('a', 10_000), label('b', 5)])).toEqual([
      { ...A, startMs: 0 },
      { ...A, startMs: 10_000 },
      { ...A, modelName: 'b', startMs: 0 },
    ]));
});

describe(bucketsAround.name, () => {
  it('names the bucket of a level that each falls into once, series by series', () => {
    const own = [0, 50_000, 60_000].map((startMs) => ({ ...A, startMs, id: 'x' }));
    expect(bucketsAround('minute', [...own, { ...A, kind: 'llm', startMs: 10_000 }])).toEqual([
      { ...A, startMs: 0 },
      { ...A, startMs: 60_000 },
      { ...A, kind: 'llm', startMs: 0 },
    ]);
  });
});

describe(figuresOfLevel.name, () => {
  it('puts finer buckets together by the level they fall into', () => {
    const finer = new Map([0, 50_000, 60_000].map((startMs) => [startMs, { ...NO_FIGURES, normal: startMs + 1 }]));
    expect(figuresOfLevel('minute', finer)).toEqual(
      new Map([
        [0, { ...NO_FIGURES, normal: 50_002 }],
        [60_000, { ...NO_FIGURES, normal: 60_001 }],
      ]),
    );
  });
});

describe(figuresByBucket.name, () => {
  it('adds labels, latency and tokens within a bucket only', () => {
    const rows = [
      { startMs: 0, label: 'normal', bin: 1, count: 3, latencySumMs: 30, tokens: 5 },
      { startMs: 0, label: 'risky', bin: 1, count: 1, latencySumMs: 7, tokens: 2 },
      { startMs: 10_000, label: 'suspicious', bin: -4, count: 2, latencySumMs: 4, tokens: 0 },
    ] as const;
    expect(figuresByBucket(rows)).toEqual(
      new Map([
        [0, { normal: 3, suspicious: 0, risky: 1, latencySumMs: 37, latencies: { '1': 4 }, tokens: 7 }],
        [10_000, { normal: 0, suspicious: 2, risky: 0, latencySumMs: 4, latencies: { '-4': 2 }, tokens: 0 }],
      ]),
    );
  });
});
