import { describe, expect, it } from 'vitest';
import { countsOf } from '../lib/signal-counter.js';
import type { Baseline } from './baseline.js';
import { learnBaseline } from './baseline-life.js';
import { learnedProfile } from './learned-profile.js';
import { newSignal, type WatchedSignal } from './watched-signal.js';

const ANY = learnBaseline('number', [{ startMs: 0, counts: countsOf('number', Array<number>(20).fill(1)) }], true);
if (ANY === null) throw new Error('nothing learned');
const SOME = ANY;

function signal(name: string, mean: number | null, status: Baseline['status'] = 'active'): WatchedSignal {
  const figures = mean === null ? null : { mean, std: mean / 2, median: mean - 1, mad: mean / 4 };
  return { ...newSignal(name, 'number', 0), baseline: { ...SOME, status, figures } };
}

describe(learnedProfile.name, () => {
  it('takes the latency and the features whose baselines have settled', () => {
    const signals = [
      signal('latency', 80),
      signal('feature.amount', 40, 'pinned'),
      signal('feature.age', 20, 'provisional'),
      signal('feature.country', null),
      signal('confidence', 0.9),
      newSignal('feature.new', 'number', 0),
    ];
    expect(learnedProfile(signals)).toEqual({
      baselineLatencyMs: 80,
      featureStats: { amount: { mean: 40, std: 20 } },
      robustStats: { amount: { median: 39, mad: 10 } },
    });
  });

  it.each([
    { when: 'there is no latency', signals: [signal('feature.amount', 40)] },
    { when: 'its baseline is still growing', signals: [signal('latency', 80, 'provisional')] },
    { when: 'it has no baseline', signals: [newSignal('latency', 'latency', 0)] },
  ])('is nothing where $when', ({ signals }) => expect(learnedProfile(signals)).toBeNull());

  it('keeps a name that every object inherits to itself', () => {
    const profile = learnedProfile([signal('latency', 80), signal('feature.__proto__', 40)]);
    expect(Object.keys(profile?.featureStats ?? {})).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(profile?.featureStats)).toBe(Object.prototype);
  });
});
