// Runs the server's own pure functions over a stream: its warm-up is pinned as the baseline, as an operator would who knows
// that the model was well by then; every bucket after it is one step.
import { learnBaseline } from '../../dist/drift/baseline-life.js';
import { monitorPeek, monitorStep, NEW_MONITOR } from '../../dist/drift/signal-monitor.js';
import { scaleOf } from '../../dist/drift/signal-kind.js';
import { countsOf } from '../../dist/lib/signal-counter.js';
import { levelStep, NEW_LEVEL } from './level-shift.mjs';

export const DEFAULTS = { alpha: 0.0005, minSize: 0 };

/** @returns the openings of a stream: row at which each was seen, signal, and the episode */
export function openingsOf(stream, options = DEFAULTS) {
  // A metric of one value at a time has no distribution to compare: its level is followed.
  if (stream.kind === 'nab') return stream.signals.flatMap(levelOpenings);
  return stream.signals
    .flatMap((signal) => signalOpenings(stream, signal, { ...options, signals: stream.signals.length }))
    .sort((one, other) => one.row - other.row);
}

function levelOpenings({ name, values }) {
  let state = NEW_LEVEL;
  return values.flatMap((value, row) => {
    if (value === null) return [];
    const step = levelStep(state, value);
    state = step.state;
    return step.isOpened ? [{ row, signal: name, episode: null }] : [];
  });
}

function signalOpenings(stream, { name, kind, values }, settings) {
  const countsFrom = (from, to) => countsOf(scaleOf(kind), values.slice(from, to));
  const buckets = stream.buckets.map(({ startMs, from, to, minutes }) => ({
    lastRow: to - 1,
    peeks: minutes
      .filter((row) => row < to)
      .map((row) => ({ lastRow: row - 1, bucket: { startMs, counts: countsFrom(from, row) } })),
    isWarmup: to <= stream.warmup,
    bucket: { startMs, counts: countsFrom(from, to) },
  }));
  const warmup = buckets.filter(({ isWarmup }) => isWarmup).map(({ bucket }) => bucket);
  const baseline = learnBaseline(kind, warmup, true);
  if (baseline === null) return [];
  let state = NEW_MONITOR;
  const openings = [];
  let bytes = 0;
  for (const { bucket, lastRow, isWarmup, peeks } of buckets) {
    if (isWarmup) continue;
    for (const peek of settings.peeks === false ? [] : peeks) {
      const step = monitorPeek(state, baseline, peek.bucket, settings);
      state = step.state;
      if (step.opened !== null) openings.push({ row: peek.lastRow, signal: name, episode: step.opened });
    }
    const step = monitorStep(state, baseline, bucket, settings);
    state = step.state;
    bytes = Math.max(bytes, JSON.stringify(state).length + JSON.stringify(baseline).length);
    if (step.opened !== null) openings.push({ row: lastRow, signal: name, episode: step.opened });
  }
  if (settings.onBytes) settings.onBytes(bytes);
  return openings;
}
