import { describe, expect, it } from 'vitest';
import { countsOf } from '../lib/signal-counter.js';
import type { SignalBucket } from './baseline.js';
import { learnBaseline } from './baseline-life.js';
import { type MonitorState, monitorPeek, monitorStep, type MonitorStep, NEW_MONITOR } from './signal-monitor.js';

const SETTINGS = { alpha: 0.001, minSize: 0, signals: 1 };

/** 100 latencies between half and one and a half times the middle, the same in every run. */
function bucket(startMs: number, middle = 100): SignalBucket {
  const values = Array.from({ length: 100 }, (_none, at) => middle * (0.5 + ((at * 7 + startMs * 13) % 100) / 100));
  return { startMs, counts: countsOf('number', values) };
}

function buckets(from: number, to: number, middle?: number): SignalBucket[] {
  return Array.from({ length: to - from }, (_none, nth) => bucket(from + nth, middle));
}

const learnedBaseline = learnBaseline('latency', buckets(0, 30), true);
if (learnedBaseline === null) throw new Error('nothing learned');
const BASELINE = learnedBaseline;

function step(state: MonitorState, next: SignalBucket, settings = SETTINGS): MonitorStep {
  return monitorStep(state, BASELINE, next, settings);
}

function after(all: readonly SignalBucket[]): MonitorState {
  return all.reduce<MonitorState>((state, next) => step(state, next).state, NEW_MONITOR);
}

const CALM = after(buckets(30, 40));
const OPEN = after([...buckets(30, 40), bucket(40, 300)]);

describe(monitorStep.name, () => {
  it('is calm while nothing changes', () => {
    const { assessment, opened, closed } = step(CALM, bucket(40));
    expect(assessment).toMatchObject({ state: 'calm', sinceMs: null, severity: null });
    expect([opened, closed]).toEqual([null, null]);
  });

  it('opens an episode with the bucket that shows it', () => {
    const { state, assessment, opened } = step(CALM, bucket(40, 300));
    expect(opened).toMatchObject({ sinceMs: 40, cause: { direction: 'up' } });
    expect(state.episode).toEqual(opened);
    expect(assessment).toMatchObject({ state: 'drifting', sinceMs: 40, severity: 'critical' });
  });

  it('closes it after six calm buckets, and forgets what had added up', () => {
    let last = step(OPEN, bucket(41));
    // The windows that hold the bucket are longer than six.
    while (last.closed === null && (last.state.lastStartMs ?? 0) < 100) {
      last = step(last.state, bucket((last.state.lastStartMs ?? 0) + 1));
    }
    expect(last.closed).toMatchObject({ sinceMs: 40, calmBuckets: 6 });
    expect(last.state).toMatchObject({ episode: null, cusum: { up: 0, down: 0 } });
    expect(last.assessment).toMatchObject({ state: 'calm', sinceMs: null });
  });

  it.each([
    { what: 'once more', startMs: 40 },
    { what: 'late', startMs: 12 },
  ])('changes nothing for a bucket that comes $what', ({ startMs }) => {
    const late = step(OPEN, bucket(startMs, 900));
    expect(late).toEqual({ state: OPEN, assessment: null, opened: null, closed: null });
  });

  it('remembers the longest window and no more', () => {
    const { recent } = after(buckets(30, 80));
    expect(recent).toHaveLength(36);
    expect(recent).toEqual(after(buckets(44, 80)).recent);
  });

  it('leaves what has added up as it is where a bucket has no values', () => {
    const { state } = step(OPEN, { startMs: 41, counts: countsOf('number', [null]) });
    expect(OPEN.cusum.up).toBeGreaterThan(0);
    expect(state.cusum).toEqual(OPEN.cusum);
  });

  it('needs stronger evidence where signals share the chance', () => {
    const { opened } = step(CALM, bucket(40, 118));
    expect(opened?.cause.p).toBeLessThan(SETTINGS.alpha);
    // So many share it that its part is less likely than what was found.
    const signals = 1 / (opened?.cause.p ?? 1);
    expect(step(CALM, bucket(40, 118), { ...SETTINGS, signals }).opened).toBeNull();
  });
});

describe(monitorPeek.name, () => {
  const peek = (state: MonitorState, next: SignalBucket) => monitorPeek(state, BASELINE, next, SETTINGS);
  const seen = peek(CALM, bucket(40, 300));

  it('opens an episode before the bucket is over, and changes nothing else', () => {
    expect(seen.opened).toMatchObject({ sinceMs: 40 });
    expect(seen.state).toEqual({ ...CALM, episode: seen.opened });
    expect(seen.assessment).toMatchObject({ state: 'drifting', sinceMs: 40 });
  });
  it('opens none where one is open', () => expect(peek(seen.state, bucket(40, 300)).opened).toBeNull());
  it('leaves the episode to the bucket that is complete', () => {
    const { opened, state } = step(seen.state, bucket(40, 300));
    expect(opened).toBeNull();
    expect(state.episode?.sinceMs).toBe(40);
  });
  it('never closes one', () => expect(peek(OPEN, bucket(90)).closed).toBeNull());
  it('changes nothing for a bucket that was complete', () => {
    expect(peek(OPEN, bucket(40, 900))).toEqual({ state: OPEN, assessment: null, opened: null, closed: null });
  });
});
