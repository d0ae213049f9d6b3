import { countOf, type Figures, meanLatencyMs } from '../lib/event-figures.js';
import { quantile } from '../lib/log-histogram.js';
import type { EventKind } from '../telemetry/telemetry.facts.js';
import type { ModelDetailOut, ModelFiguresOut } from './model-detail.dto.js';

/** What of a model is shown. */
interface Shown {
  readonly kinds: readonly EventKind[];
  readonly lastSeen: Date | null;
  readonly driftPct: number | null;
  readonly baseline: {
    readonly latencyMs: number;
    readonly features: readonly string[];
    readonly source: string;
    readonly updatedAt: Date;
  } | null;
  readonly window: { readonly from: Date; readonly to: Date };
  readonly recent: Figures;
  readonly allTime: Figures;
}

/** The wire form of a model. */
export function toModelDetailOut(modelName: string, model: Shown): ModelDetailOut {
  const { baseline, window } = model;
  return {
    model_name: modelName,
    kinds: [...model.kinds],
    last_seen: model.lastSeen?.toISOString() ?? null,
    drift_score: model.driftPct,
    baseline:
      baseline === null
        ? null
        : {
            latency_ms: baseline.latencyMs,
            features: [...baseline.features],
            source: baseline.source,
            updated_at: baseline.updatedAt.toISOString(),
          },
    from: window.from.toISOString(),
    to: window.to.toISOString(),
    recent: toFiguresOut(model.recent),
    all_time: toFiguresOut(model.allTime),
  };
}

function toFiguresOut(figures: Figures): ModelFiguresOut {
  const { normal, suspicious, risky, latencies, tokens } = figures;
  return {
    events: countOf(figures),
    normal,
    suspicious,
    risky,
    latency_ms: {
      mean: meanLatencyMs(figures),
      p50: quantile(latencies, 0.5),
      p95: quantile(latencies, 0.95),
      p99: quantile(latencies, 0.99),
    },
    tokens,
  };
}
