import { describe, expect, it } from 'vitest';
import { latencyDriftPct } from './latency-drift.js';

describe(latencyDriftPct.name, () => {
  it.each([
    { when: 'a quarter slower', meanMs: 125, baselineMs: 100, pct: 25 },
    { when: 'as fast', meanMs: 100, baselineMs: 100, pct: 0 },
    { when: 'faster', meanMs: 50, baselineMs: 100, pct: 0 },
    { when: 'twice as slow', meanMs: 200, baselineMs: 100, pct: 100 },
    { when: 'ten times as slow', meanMs: 1000, baselineMs: 100, pct: 100 },
    { when: 'the baseline is 0', meanMs: 100, baselineMs: 0, pct: 0 },
    { when: 'the baseline is below 0', meanMs: 100, baselineMs: -1, pct: 0 },
    { when: 'there are no events', meanMs: null, baselineMs: 100, pct: null },
    { when: 'there is no baseline', meanMs: 100, baselineMs: null, pct: null },
    { when: 'there are no events and the baseline is 0', meanMs: null, baselineMs: 0, pct: null },
  ])('is $pct when $when', ({ meanMs, baselineMs, pct }) => expect(latencyDriftPct(meanMs, baselineMs)).toBe(pct));
});
