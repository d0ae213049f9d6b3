import { describe, expect, it } from 'vitest';
import type { OrgId } from '../lib/org-id.js';
import { countsOf } from '../lib/signal-counter.js';
import { learnedProfile } from './learned-profile.js';
import type { ModelWatch } from './model-watch.js';
import { modelState, signalViews } from './drift-view.js';
import { newSignal, pinned, watched, type WatchedSignal } from './watched-signal.js';

const BUCKET_MS = 5 * 60_000;

function signalOf(name: string, kind: 'latency' | 'number' | 'category', values: readonly unknown[]): WatchedSignal {
  const scale = kind === 'category' ? 'category' : 'number';
  const history = Array.from({ length: 12 }, (_none, nth) => ({
    startMs: nth * BUCKET_MS,
    counts: countsOf(scale, values),
  }));
  const { signal } = pinned(newSignal(name, kind, 0), history);
  return watched(
    signal,
    { startMs: 12 * BUCKET_MS, counts: countsOf(scale, values) },
    { alpha: 0.001, minSize: 0, signals: 1 },
  ).signal;
}

const NUMBERS = Array.from({ length: 50 }, (_none, nth) => 10 + nth);
const AMOUNT = signalOf('feature.amount', 'number', NUMBERS);
const COUNTRY = signalOf('feature.country', 'category', [
  ...Array.from({ length: 40 }, () => 'F.R'),
  ...Array.from({ length: 10 }, () => 'DE'),
]);
const LATENCY = signalOf('latency', 'latency', NUMBERS);

function watch(...signals: readonly WatchedSignal[]): ModelWatch {
  const throughMs = 12 * BUCKET_MS;
  return { orgId: 'a'.repeat(24) as OrgId, kind: 'ml', modelName: 'm', version: 1, throughMs, signals };
}

describe(signalViews.name, () => {
  const now = 14 * BUCKET_MS;

  it('shows baseline and window side by side', () => {
    const [country] = signalViews(watch(COUNTRY), now);
    expect(country).toMatchObject({ signal: 'feature.country', kind: 'ml', state: 'calm', baseline: 'pinned' });
    expect(country?.histogram).toEqual([
      { upTo: null, category: 'F.R', baseline: 0.8, current: 0.8 },
      { upTo: null, category: 'DE', baseline: 0.2, current: 0.2 },
      { upTo: null, category: null, baseline: 0, current: 0 },
    ]);
    const [amount] = signalViews(watch(AMOUNT), now);
    expect(amount?.histogram.reduce((sum, { current }) => sum + current, 0)).toBeCloseTo(1, 9);
    expect(amount?.histogram.at(-1)?.upTo).toBeNull();
    expect(amount?.histogram.slice(0, -1).every(({ upTo }) => upTo !== null)).toBe(true);
  });

  it.each([
    { when: 'its last bucket was over 20 minutes ago', nowMs: 17 * BUCKET_MS, state: 'calm' },
    { when: 'nothing came since', nowMs: 17 * BUCKET_MS + 1, state: 'stale' },
  ])('is $state when $when', ({ nowMs, state }) => expect(signalViews(watch(AMOUNT), nowMs)[0]?.state).toBe(state));

  it('has nothing to show without a baseline', () => {
    const [fresh] = signalViews(watch(newSignal('latency', 'latency', 0)), now);
    expect(fresh).toMatchObject({ state: 'collecting', baseline: 'collecting', histogram: [], window: null });
  });
});

describe(modelState.name, () => {
  it.each([
    { states: [], state: 'collecting' },
    { states: ['collecting', 'calm'], state: 'calm' },
    { states: ['calm', 'drifting', 'collecting'], state: 'drifting' },
    { states: ['stale'], state: 'stale' },
  ] as const)('of $states is $state', ({ states, state }) => {
    expect(modelState(states.map((one) => ({ state: one })))).toBe(state);
  });
});

describe(learnedProfile.name, () => {
  it('is nothing until the latency is known', () => expect(learnedProfile([AMOUNT])).toBeNull());

  it('holds the features that are numbers', () => {
    const profile = learnedProfile([LATENCY, AMOUNT, COUNTRY, newSignal('feature.new', 'number', 0)]);
    expect(profile?.baselineLatencyMs).toBeCloseTo(34.5, 1);
    expect(Object.keys(profile?.featureStats ?? {})).toEqual(['amount']);
    expect(profile?.featureStats['amount']?.mean).toBeCloseTo(34.5, 1);
    expect(profile?.featureStats['amount']?.std).toBeCloseTo(14.4, 1);
    expect(profile?.robustStats['amount']?.median).toBeCloseTo(34, 0);
    expect(profile?.robustStats['amount']?.mad).toBeCloseTo(12, 0);
  });
});
