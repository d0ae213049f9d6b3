import type { DriftEpisode } from './drift.facts.js';
import type { SignalView } from './drift-view.js';
import type { DriftEpisodeOut, SignalDriftOut } from './model-drift.dto.js';

/** The wire form of how a signal is. */
export function toSignalOut(view: SignalView): SignalDriftOut {
  const { assessment, window } = view;
  return {
    kind: view.kind,
    signal: view.signal,
    state: view.state,
    baseline: view.baseline,
    baseline_version: view.baselineVersion,
    since: isoOf(assessment?.sinceMs ?? null),
    severity: assessment?.severity ?? null,
    direction: assessment?.direction ?? null,
    method: assessment?.method ?? null,
    p: assessment?.p ?? null,
    size: assessment?.size ?? null,
    window_start: isoOf(window?.fromMs ?? null),
    window_end: isoOf(window?.toMs ?? null),
    window_values: assessment?.windowValues ?? null,
    histogram: view.histogram.map(({ upTo, category, baseline, current }) => {
      return { up_to: upTo, category, baseline, current };
    }),
  };
}

/** The wire form of an episode. */
export function toEpisodeOut(episode: DriftEpisode): DriftEpisodeOut {
  return {
    id: episode.id,
    kind: episode.kind,
    signal: episode.signal,
    since: episode.since.toISOString(),
    ended: episode.ended?.toISOString() ?? null,
    end_reason: episode.endReason,
    severity: episode.severity,
    direction: episode.direction,
    method: episode.method,
    p: episode.p,
    size: episode.size,
    peak_size: episode.peakSize,
    window_buckets: episode.windowBuckets,
    window_values: episode.windowValues,
  };
}

function isoOf(instantMs: number | null): string | null {
  return instantMs === null ? null : new Date(instantMs).toISOString();
}
