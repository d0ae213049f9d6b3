import { nameOfCategory } from '../lib/category-keys.js';
import { SIGNAL_BUCKET_MS } from '../lib/signal-name.js';
import type { EventKind } from '../telemetry/telemetry.facts.js';
import type { BaselineStatus } from './baseline.js';
import type { ModelWatch } from './model-watch.js';
import type { ReferenceBins } from './reference-bins.js';
import type { SignalAssessment } from './signal-monitor.js';
import { addedTallies, type Tally } from './tally.js';
import { STALE_MS, statusOf, type WatchedSignal } from './watched-signal.js';

/** `collecting`: not enough is known; `calm`, `drifting`; `stale`: nothing came lately, so nobody knows. */
export const DRIFT_STATES = ['collecting', 'calm', 'drifting', 'stale'] as const;

/** How a signal, or a model, is now. */
export type DriftState = (typeof DRIFT_STATES)[number];

/** One bin of a histogram: up to `upTo` in the signal's unit (null: anything above), or a category (null: all others). */
export interface HistogramBin {
  readonly upTo: number | null;
  readonly category: string | null;
  /** Shares of the values, 0-1. */
  readonly baseline: number;
  readonly current: number;
}

/** How one signal is now. */
export interface SignalView {
  readonly kind: EventKind;
  readonly signal: string;
  readonly state: DriftState;
  readonly baseline: BaselineStatus;
  readonly baselineVersion: number;
  /** Null where no bucket was held against a baseline. */
  readonly assessment: SignalAssessment | null;
  /** The window that it was found in; null without one. */
  readonly window: { readonly fromMs: number; readonly toMs: number } | null;
  /** Over the window, or the latest bucket; empty without a baseline. */
  readonly histogram: readonly HistogramBin[];
}

/** A baseline that a signal had, or has. */
export interface BaselineVersion {
  readonly kind: EventKind;
  readonly signal: string;
  /** From 1 on. */
  readonly version: number;
  readonly status: BaselineStatus;
  /** Starts of the first and the last bucket it was made of. */
  readonly from: Date;
  readonly to: Date;
  readonly buckets: number;
  readonly trimmed: number;
  /** In the signal's unit; null for categories. */
  readonly mean: number | null;
  readonly createdAt: Date;
}

/** What is normal for a model, and what was. */
export interface BaselineView {
  readonly watches: readonly ModelWatch[];
  readonly versions: readonly BaselineVersion[];
}

/** @returns how the signals of a model are now */
export function signalViews(watch: ModelWatch, nowMs: number): SignalView[] {
  const isStale = nowMs - (watch.throughMs + SIGNAL_BUCKET_MS) > STALE_MS;
  return watch.signals.map((signal) => {
    const { name, version, assessment, baseline } = signal;
    const buckets = Math.max(1, assessment?.windowBuckets ?? 1);
    return {
      kind: watch.kind,
      signal: name,
      state: stateOf(signal, isStale),
      baseline: statusOf(signal),
      baselineVersion: version,
      assessment,
      window:
        assessment === null || assessment.windowBuckets === 0
          ? null
          : { fromMs: watch.throughMs - (buckets - 1) * SIGNAL_BUCKET_MS, toMs: watch.throughMs + SIGNAL_BUCKET_MS },
      histogram:
        baseline === null ? [] : histogramOf(baseline.bins, baseline.tally, signal.monitor.recent.slice(-buckets)),
    };
  });
}

/** @returns how a model is, of whose signals some are so */
export function modelState(signals: readonly Pick<SignalView, 'state'>[]): DriftState {
  const states = new Set(signals.map(({ state }) => state));
  return (['drifting', 'calm', 'stale', 'collecting'] as const).find((state) => states.has(state)) ?? 'collecting';
}

function stateOf({ baseline, monitor }: WatchedSignal, isStale: boolean): DriftState {
  if (isStale) return 'stale';
  if (baseline === null) return 'collecting';
  return monitor.episode === null ? 'calm' : 'drifting';
}

function histogramOf(bins: ReferenceBins, reference: Tally, recent: readonly Tally[]): HistogramBin[] {
  const width = reference.bins.length;
  const [baseline, current] = [shares(reference), shares(addedTallies(recent, width))];
  const cuts = bins.scale === 'number' ? bins.cuts : [];
  const names = bins.scale === 'category' ? bins.names.map(nameOfCategory) : [];
  return reference.bins.map((_count, nth) => ({
    upTo: cuts[nth] ?? null,
    category: names[nth] ?? null,
    baseline: baseline[nth] ?? 0,
    current: current[nth] ?? 0,
  }));
}

function shares({ bins }: Tally): number[] {
  const total = bins.reduce((sum, count) => sum + count, 0);
  return bins.map((count) => (total === 0 ? 0 : count / total));
}
