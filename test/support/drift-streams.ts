import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SignalBucket } from '../../src/drift/baseline.js';
import { learnBaseline } from '../../src/drift/baseline-life.js';
import { monitorStep, NEW_MONITOR } from '../../src/drift/signal-monitor.js';
import { SIGNAL_BUCKET_MS } from '../../src/lib/signal-name.js';
import { countsOf } from '../../src/lib/signal-counter.js';

const FOLDER = fileURLToPath(new URL('../../../shared/data/drift/', import.meta.url));

/** Calls of a model: when, in milliseconds from the beginning, and how long they took. */
export interface LatencyStream {
  readonly id: string;
  readonly calls: readonly { readonly atMs: number; readonly latencyMs: number }[];
  /** First instant of the first bucket that isn't wholly warm-up, milliseconds from the beginning. */
  readonly warmUpMs: number;
}

/** An episode, times in milliseconds from the beginning. */
export interface OfflineEpisode {
  readonly sinceMs: number;
  readonly endedMs: number | null;
  readonly direction: string | null;
  readonly method: string | null;
}

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
export function offlineEpisodes({ calls, warmUpMs }: LatencyStream, alpha = 0.001): OfflineEpisode[] {
  const buckets = bucketsOf(calls);
  const baseline = learnBaseline(
    'latency',
    buckets.filter(({ startMs }) => startMs < warmUpMs),
    true,
  );
  if (baseline === null) throw new Error('the warm-up is too short');
  let state = NEW_MONITOR;
  const episodes: OfflineEpisode[] = [];
  for (const bucket of buckets.filter(({ startMs }) => startMs >= warmUpMs)) {
    const step = monitorStep(state, baseline, bucket, { alpha, signals: 1 });
    ({ state } = step);
    if (step.opened !== null) {
      const { direction, method } = step.opened.cause;
      episodes.push({ sinceMs: step.opened.sinceMs, endedMs: null, direction, method });
    }
    const last = episodes.at(-1);
    if (step.closed !== null && last !== undefined)
      episodes[episodes.length - 1] = { ...last, endedMs: bucket.startMs };
  }
  return episodes;
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
  const { warmup } = JSON.parse(readFileSync(`${FOLDER}truth/${id}.json`, 'utf8')) as { warmup: number };
  const [, ...lines] = readFileSync(`${FOLDER}streams/${id}.csv`, 'utf8').trimEnd().split('\n');
  const calls = lines.map((line) => {
    const [seconds, latency] = line.split(',').map(Number);
    return { atMs: (seconds ?? 0) * 1000, latencyMs: latency ?? 0 };
  });
  const lastWarm = calls[warmup]?.atMs ?? 0;
  return { id, calls, warmUpMs: Math.floor(lastWarm / SIGNAL_BUCKET_MS) * SIGNAL_BUCKET_MS };
}
