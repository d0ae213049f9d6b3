import type { ModelBaselineOut, BaselineVersionOut, SignalBaselineOut } from './baselines.dto.js';
import type { BaselineVersion, BaselineView } from './drift-view.js';
import type { ModelWatch } from './model-watch.js';
import { statusOf, type WatchedSignal } from './watched-signal.js';

/** The wire form of what is normal for a model. */
export function toBaselineOut(modelName: string, { watches, versions }: BaselineView): ModelBaselineOut {
  return {
    model_name: modelName,
    signals: watches.flatMap((watch) => watch.signals.map((signal) => toSignalOut(watch, signal))),
    versions: versions.map(toVersionOut),
  };
}

function toSignalOut({ kind }: ModelWatch, signal: WatchedSignal): SignalBaselineOut {
  const { baseline } = signal;
  const { mean = null, std = null, median = null, mad = null } = baseline?.figures ?? {};
  return {
    kind,
    signal: signal.name,
    version: signal.version,
    status: statusOf(signal),
    from: baseline === null ? null : new Date(baseline.fromMs).toISOString(),
    to: baseline === null ? null : new Date(baseline.toMs).toISOString(),
    buckets: baseline?.buckets ?? 0,
    trimmed: baseline?.trimmed ?? 0,
    mean,
    std,
    median,
    mad,
  };
}

function toVersionOut(version: BaselineVersion): BaselineVersionOut {
  return {
    kind: version.kind,
    signal: version.signal,
    version: version.version,
    status: version.status,
    from: version.from.toISOString(),
    to: version.to.toISOString(),
    buckets: version.buckets,
    trimmed: version.trimmed,
    mean: version.mean,
    created_at: version.createdAt.toISOString(),
  };
}
