import { derivedId } from '../lib/ids.js';
import type { DriftEpisode } from './drift.facts.js';
import type { ModelWatch } from './model-watch.js';
import { severityOf } from './severity.js';
import type { EpisodeChange } from './watched-signal.js';

/** @returns an episode as it is announced: whoever finds it, and however often, it has the same id */
export function driftEpisode(watch: ModelWatch, { signal, episode, end }: EpisodeChange): DriftEpisode {
  const { orgId, kind, modelName } = watch;
  const { cause, sinceMs, peakSize } = episode;
  return {
    id: derivedId(orgId, 'episode', kind, modelName, signal, String(sinceMs)),
    kind,
    modelName,
    signal,
    since: new Date(sinceMs),
    ended: end === null ? null : new Date(end.atMs),
    endReason: end?.reason ?? null,
    severity: severityOf(peakSize),
    direction: cause.direction,
    method: cause.method,
    p: cause.p,
    size: cause.size,
    peakSize,
    windowBuckets: cause.windowBuckets,
    windowValues: cause.windowValues,
  };
}
