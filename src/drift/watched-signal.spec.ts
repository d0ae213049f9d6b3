import { describe, expect, it } from 'vitest';
import { countsOf } from '../lib/signal-counter.js';
import type { SignalBucket } from './baseline.js';
import {
  ended,
  type EpisodeChange,
  isDueToLearn,
  learned,
  newSignal,
  peeked,
  pinned,
  relearning,
  SILENCE_MS,
  statusOf,
  type WatchedSignal,
  watched,
} from './watched-signal.js';

const BUCKET_MS = 5 * 60_000;
const SETTINGS = { alpha: 0.001, minSize: 0, signals: 1 };
const NEW = newSignal('latency', 'latency', 0);

/** 100 values a bucket between half and one and a half times the middle, the same in every run. */
function bucket(nth: number, middle = 100): SignalBucket {
  const values = Array.from({ length: 100 }, (_none, index) => middle * (0.5 + ((index * 7 + nth * 13) % 100) / 100));
  return { startMs: nth * BUCKET_MS, counts: countsOf('number', values) };
}

function buckets(from: number, to: number, middle?: number): SignalBucket[] {
  return Array.from({ length: to - from }, (_none, index) => bucket(from + index, middle));
}

function run(signal: WatchedSignal, all: readonly SignalBucket[]): [WatchedSignal, EpisodeChange[]] {
  const changes: EpisodeChange[] = [];
  let now = signal;
  for (const one of all) {
    const step = watched(now, one, SETTINGS);
    now = step.signal;
    changes.push(...step.changes);
  }
  return [now, changes];
}

const ACTIVE = learned(run(NEW, buckets(0, 30))[0], buckets(0, 30));
const DRIFTING = run(ACTIVE, buckets(30, 36, 300))[0];

describe(watched.name, () => {
  it('says nothing without a baseline', () => {
    const [signal, changes] = run(NEW, [...buckets(0, 3), ...buckets(3, 6, 900)]);
    expect(changes).toEqual([]);
    expect(signal).toMatchObject({ seen: 6, baseline: null, assessment: null });
  });

  it('opens an episode once, and ends it once the signal is back', () => {
    const [signal, changes] = run(ACTIVE, [...buckets(30, 36, 300), ...buckets(36, 90)]);
    expect(changes.map(({ end }) => end?.reason ?? null)).toEqual([null, 'calm']);
    expect(changes[0]?.episode.sinceMs).toBe(30 * BUCKET_MS);
    expect(signal.monitor.episode).toBeNull();
  });

  it('ends an episode where the next bucket comes after a silence, and needs new evidence', () => {
    const later = bucket(36 + SILENCE_MS / BUCKET_MS);
    const { signal, changes } = watched(DRIFTING, later, SETTINGS);
    expect(changes).toMatchObject([{ end: { reason: 'no_traffic', atMs: 35 * BUCKET_MS } }]);
    expect(signal.monitor.episode).toBeNull();
    const inTime = bucket(35 + SILENCE_MS / BUCKET_MS);
    expect(watched(DRIFTING, inTime, SETTINGS).changes).toEqual([]);
  });

  it('keeps what it remembers small', () => {
    expect(JSON.stringify(DRIFTING).length).toBeLessThan(8192);
  });
});

describe(peeked.name, () => {
  it('opens an episode and changes nothing else', () => {
    const { signal, changes } = peeked(ACTIVE, bucket(30, 300), SETTINGS);
    expect(changes).toMatchObject([{ signal: 'latency', end: null, episode: { sinceMs: 30 * BUCKET_MS } }]);
    expect(signal).toMatchObject({ seen: ACTIVE.seen, monitor: { lastStartMs: ACTIVE.monitor.lastStartMs } });
    expect(watched(signal, bucket(30, 300), SETTINGS).changes).toEqual([]);
  });

  it.each([
    { when: 'nothing has changed', signal: ACTIVE, middle: 100 },
    { when: 'an episode is open', signal: DRIFTING, middle: 300 },
    { when: 'nothing is normal yet', signal: NEW, middle: 300 },
  ])('does nothing where $when', ({ signal, middle }) => {
    expect(peeked(signal, bucket(40, middle), SETTINGS)).toEqual({ signal, changes: [] });
  });

  it('opens nothing that ends before it began', () => {
    const { signal } = peeked(ACTIVE, bucket(30, 300), SETTINGS);
    const [change] = ended(signal, 29 * BUCKET_MS, 'new_baseline').changes;
    expect(change?.end?.atMs).toBe(30 * BUCKET_MS);
  });
});

describe(isDueToLearn.name, () => {
  it.each([
    { when: 'there are 29 buckets', signal: run(NEW, buckets(0, 29))[0], isDue: false },
    { when: 'there are 30 buckets', signal: run(NEW, buckets(0, 30))[0], isDue: true },
    { when: 'it was tried just now', signal: { ...run(NEW, buckets(0, 30))[0], tryAt: 38 }, isDue: false },
    { when: 'a baseline is active', signal: { ...ACTIVE, seen: 1000 }, isDue: false },
    { when: 'an episode is open', signal: { ...provisional(DRIFTING), seen: 1000 }, isDue: false },
    { when: 'a baseline is provisional', signal: { ...provisional(ACTIVE), seen: 1000 }, isDue: true },
  ])('is $isDue when $when', ({ signal, isDue }) => expect(isDueToLearn(signal)).toBe(isDue));
});

describe(learned.name, () => {
  it('takes its time where there is too little', () => {
    const signal = learned({ ...NEW, seen: 30 }, buckets(0, 3));
    expect(signal).toMatchObject({ baseline: null, tryAt: 38, version: 0 });
  });

  it('counts its baselines', () => {
    expect(ACTIVE).toMatchObject({ version: 1, baseline: { status: 'active' } });
    expect(learned(ACTIVE, buckets(0, 40)).version).toBe(2);
  });
});

describe('deciding anew what is normal', () => {
  it.each([
    { how: 'pinned', decide: () => pinned(DRIFTING, buckets(30, 36, 300)), status: 'pinned', version: 2 },
    { how: 'relearning', decide: () => relearning(DRIFTING, 36 * BUCKET_MS), status: 'collecting', version: 1 },
  ])('by $how ends the episode', ({ decide, status, version }) => {
    const { signal, changes } = decide();
    expect(changes).toMatchObject([{ signal: 'latency', end: { reason: 'new_baseline', atMs: 35 * BUCKET_MS } }]);
    expect([statusOf(signal), signal.version, signal.monitor.episode]).toEqual([status, version, null]);
    expect(signal.monitor.lastStartMs).toBe(35 * BUCKET_MS);
  });

  it('leaves a signal alone where there is nothing to pin it to', () => {
    expect(pinned(DRIFTING, [])).toEqual({ signal: DRIFTING, changes: [] });
  });

  it('leaves a signal alone that was not there yet', () => {
    const without = buckets(30, 36).map(({ startMs }) => ({
      startMs,
      counts: countsOf('number', Array(50).fill(null)),
    }));
    expect(pinned(DRIFTING, without)).toEqual({ signal: DRIFTING, changes: [] });
  });

  it('makes what was drift calm', () => {
    const [signal, changes] = run(pinned(DRIFTING, buckets(30, 36, 300)).signal, buckets(36, 60, 300));
    expect(changes).toEqual([]);
    expect(signal.assessment?.state).toBe('calm');
  });
});

describe(ended.name, () => {
  it('changes nothing without an episode', () => {
    expect(ended(ACTIVE, 5, 'no_traffic')).toEqual({ signal: ACTIVE, changes: [] });
  });
});

function provisional(signal: WatchedSignal): WatchedSignal {
  const { baseline } = signal;
  return baseline === null ? signal : { ...signal, baseline: { ...baseline, status: 'provisional' } };
}
