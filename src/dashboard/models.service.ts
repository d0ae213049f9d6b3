import { Injectable } from '@nestjs/common';
import { DriftMetricsStore } from '../drift/drift-metrics.store.js';
import { ModelProfilesStore } from '../drift/model-profiles.store.js';
import { countOf, type Figures, summed } from '../lib/event-figures.js';
import { DAY_MS, shifted } from '../lib/duration.js';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { NotFound, ValidationFailed } from '../platform/errors/app-error.js';
import { EventReadsStore } from '../telemetry/event-reads.store.js';
import type { Window } from '../telemetry/events.store.js';
import { RollupSeriesStore } from '../telemetry/rollup-series.store.js';
import { EVENT_KINDS, type EventKind } from '../telemetry/telemetry.facts.js';

/** What is normal for a model, in short. */
export interface BaselineSummary {
  /** Milliseconds. */
  readonly latencyMs: number;
  readonly features: readonly string[];
  readonly source: string;
  readonly updatedAt: Date;
}

/** A model with everything that is known of it. */
export interface ModelDetail {
  readonly kinds: readonly EventKind[];
  readonly lastSeen: Date | null;
  /** Percent, 0-100; null where none was measured lately. */
  readonly driftPct: number | null;
  readonly baseline: BaselineSummary | null;
  readonly window: Window;
  readonly recent: Figures;
  readonly allTime: Figures;
}

/** Joins what the rooms know of a model. */
@Injectable()
export class ModelsService {
  constructor(
    private readonly rollups: RollupSeriesStore,
    private readonly events: EventReadsStore,
    private readonly drift: DriftMetricsStore,
    private readonly profiles: ModelProfilesStore,
    private readonly clock: Clock,
  ) {}

  /** @param span of what is recent; the last day where it isn't given
   * @throws NotFound where the organization has no such model
   * @throws ValidationFailed where the span is none */
  async detail(orgId: OrgId, modelName: string, span: Partial<Window>): Promise<ModelDetail> {
    const now = this.clock.now();
    const window = windowOf(span, now);
    const [recent, allTime, lastSeen, driftPct, profile] = await Promise.all([
      this.figures(orgId, modelName, window),
      this.figures(orgId, modelName, null),
      Promise.all(EVENT_KINDS.map((kind) => this.events.lastSeen(orgId, kind, modelName))),
      this.drift.latestScore(orgId, modelName, now),
      this.profiles.find(orgId, modelName),
    ]);
    const kinds = EVENT_KINDS.filter((_kind, nth) => lastSeen[nth] !== null || countOf(allTime[nth]) > 0);
    if (kinds.length === 0 && profile === null) throw new NotFound('Model');
    return {
      kinds,
      lastSeen: latest(lastSeen),
      driftPct,
      baseline:
        profile === null
          ? null
          : { ...profile, latencyMs: profile.baselineLatencyMs, features: Object.keys(profile.featureStats ?? {}) },
      window,
      recent: summed(recent),
      allTime: summed(allTime),
    };
  }

  private async figures(orgId: OrgId, modelName: string, window: Window | null): Promise<Figures[]> {
    return Promise.all(EVENT_KINDS.map((kind) => this.rollups.total({ orgId, kind, modelName }, window)));
  }
}

function windowOf({ from, to }: Partial<Window>, now: Date): Window {
  const end = to ?? now;
  const window = { from: from ?? shifted(end, -DAY_MS), to: end };
  if (window.from < window.to) return window;
  throw new ValidationFailed([{ loc: ['query', 'from'], code: 'empty_span', msg: 'must lie before the end' }]);
}

function latest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((one, other) => (one === null || (other !== null && other > one) ? other : one), null);
}
