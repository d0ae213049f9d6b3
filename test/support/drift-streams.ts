import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SignalBucket } from '../../src/drift/baseline.js';
import { learnBaseline } from '../../src/drift/baseline-life.js';
import type { Episode } from '../../src/drift/episode.js';
import { monitorPeek, monitorStep, NEW_MONITOR } from '../../src/drift/signal-monitor.js';
import { SIGNAL_BUCKET_MS } from '../../src/lib/signal-name.js';
import { countsOf } from '../../src/lib/signal-counter.js';

const FOLDER = fileURLToPath(new URL('../../../shared/data/drift/', import.meta.url));

/** Calls of a model: when, in milliseconds from the beginning, and how long they took. */
export interface LatencyStream {
  readonly id: string;
  readonly calls: readonly { readonly atMs: number; readonly latencyMs: number }[];
  /** First instant of the first bucket that isn't wholly warm-up, milliseconds from the beginning. */
  readonly warmUpMs: number;
  /** When it changes first; null where it never does. */
  readonly onsetMs: number | null;
  /** Everything that changes, in order. */
  readonly changes: readonly LabelledChange[];
}

/** A change as it is labelled, times in milliseconds from the beginning. */
export interface LabelledChange {
  readonly fromMs: number;
  /** When it is over; the end of the stream where it stays. */
  readonly toMs: number;
  /** Until when it has to be found. */
  readonly dueMs: number;
}

/** An episode, times in milliseconds from the beginning. */
export interface OfflineEpisode {
  readonly sinceMs: number;
  readonly endedMs: number | null;
  readonly direction: string | null;
  readonly method: string | null;
  /** Values in the window that opened it. */
  readonly windowValues: number;
}

type Calls = Pick<LatencyStream, 'calls' | 'warmUpMs'>;

/** When buckets are looked at before their end. */
export interface Looks {
  /** In buckets from here on. */
  readonly fromMs: number;
  /** So long after their beginning. */
  readonly afterMs: readonly number[];
}

const NO_LOOKS: Looks = { fromMs: 0, afterMs: [] };
const SETTINGS = { alpha: 0.0005, minSize: 0, signals: 1 };

/** Reads labelled streams of latencies; they lie beside the project, not in it.
 * @returns null, with a printed reason, where they aren't there */
export function latencyStreams(ids: readonly string[] | 'all'): LatencyStream[] | null {
  if (!existsSync(`${FOLDER}index.json`)) {
    process.stdout.write('skipped: the labelled streams of drift are not beside the project\n');
    return null;
  }
  const all = (JSON.parse(readFileSync(`${FOLDER}index.json`, 'utf8')) as string[]).filter((id) =>
    id.startsWith('D-lat-'),
  );
  return (ids === 'all' ? all : ids).map(readStream);
}

/** What the pure step functions find in a stream, with its warm-up as the baseline: no server, no database. */
export function offlineEpisodes({ calls, warmUpMs }: Calls, looks: Looks = NO_LOOKS): OfflineEpisode[] {
  const buckets = bucketsOf(calls);
  const baseline = learnBaseline(
    'latency',
    buckets.filter(({ startMs }) => startMs < warmUpMs),
    true,
  );
  if (baseline === null) throw new Error('the warm-up is too short');
  let state = NEW_MONITOR;
  const episodes: OfflineEpisode[] = [];
  const opened = ({ sinceMs, cause: { direction, method, windowValues } }: Episode): void => {
    episodes.push({ sinceMs, endedMs: null, direction, method, windowValues });
  };
  for (const bucket of buckets.filter(({ startMs }) => startMs >= warmUpMs)) {
    for (const early of looksAt(bucket, calls, looks)) {
      const look = monitorPeek(state, baseline, early, SETTINGS);
      ({ state } = look);
      if (look.opened !== null) opened(look.opened);
    }
    const step = monitorStep(state, baseline, bucket, SETTINGS);
    ({ state } = step);
    if (step.opened !== null) opened(step.opened);
    const last = episodes.at(-1);
    if (step.closed !== null && last !== undefined)
      episodes[episodes.length - 1] = { ...last, endedMs: bucket.startMs };
  }
  return episodes;
}

/** What a bucket holds so far, at each look. */
function looksAt({ startMs }: SignalBucket, calls: LatencyStream['calls'], { fromMs, afterMs }: Looks): SignalBucket[] {
  if (startMs < fromMs) return [];
  return afterMs.flatMap((lookMs) => {
    const values = calls
      .filter(({ atMs }) => atMs >= startMs && atMs < startMs + lookMs)
      .map(({ latencyMs }) => latencyMs);
    return values.length === 0 ? [] : [{ startMs, counts: countsOf('number', values) }];
  });
}

function bucketsOf(calls: LatencyStream['calls']): SignalBucket[] {
  const values = new Map<number, number[]>();
  for (const { atMs, latencyMs } of calls) {
    const startMs = Math.floor(atMs / SIGNAL_BUCKET_MS) * SIGNAL_BUCKET_MS;
    values.set(startMs, [...(values.get(startMs) ?? []), latencyMs]);
  }
  return [...values].map(([startMs, own]) => ({ startMs, counts: countsOf('number', own) }));
}

function readStream(id: string): LatencyStream {
  const { warmup, drifts } = JSON.parse(readFileSync(`${FOLDER}truth/${id}.json`, 'utf8')) as Truth;
  const [, ...lines] = readFileSync(`${FOLDER}streams/${id}.csv`, 'utf8').trimEnd().split('\n');
  const calls = lines.map((line) => {
    const [seconds, latency] = line.split(',').map(Number);
    return { atMs: (seconds ?? 0) * 1000, latencyMs: latency ?? 0 };
  });
  const lastWarm = calls[warmup]?.atMs ?? 0;
  const timeOf = (row: number): number => (calls[row] ?? calls.at(-1))?.atMs ?? 0;
  const changes = drifts.map(({ onset, end, tol }) => {
    return { fromMs: timeOf(onset), toMs: timeOf(end), dueMs: timeOf(onset + tol) };
  });
  const warmUpMs = Math.floor(lastWarm / SIGNAL_BUCKET_MS) * SIGNAL_BUCKET_MS;
  return { id, calls, onsetMs: changes[0]?.fromMs ?? null, changes, warmUpMs };
}

interface Truth {
  readonly warmup: number;
  /** By row; `tol`: so many rows after its onset it has to be found. */
  readonly drifts: readonly { readonly onset: number; readonly end: number; readonly tol: number }[];
}
