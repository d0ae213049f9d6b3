import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import { countOf } from '../lib/event-figures.js';
import { groupBy } from '../lib/group-by.js';
import type { OrgId } from '../lib/org-id.js';
import type { RiskLabel } from '../lib/risk-label.js';
import { queryTimeMs } from '../platform/answer-time.js';
import { AppConfig } from '../platform/config/app-config.js';
import type { Window } from './events.store.js';
import type { LatencySum } from './latency-window.js';
import { RollupCollections } from './rollup-collections.store.js';
import { coverage } from './rollup-coverage.js';
import { COARSEST_LEVEL, type RollupLevel } from './rollup-levels.js';
import { EVENT_KINDS, type EventKind } from './telemetry.facts.js';

/** Mean latency of a model over everything that is rolled up. */
export interface ModelLatency {
  readonly modelName: string;
  readonly meanLatencyMs: number;
}

/** The events of a model and their latencies together, milliseconds. */
export interface ModelLatencySum extends LatencySum {
  readonly modelName: string;
}

/** Roll-ups: what dashboards read instead of events. What is read grows with days and models, never with events. */
@Injectable()
export class RollupsStore {
  constructor(
    private readonly collections: RollupCollections,
    private readonly config: AppConfig,
  ) {}

  /** @returns how many events of an organization carry each label, over all time */
  async labelCounts(orgId: OrgId): Promise<Readonly<Record<RiskLabel, number>>> {
    const { normal, suspicious, risky } = total(await this.sums(COARSEST_LEVEL, orgId, {}, this.shown()));
    return { normal, suspicious, risky };
  }

  /** @returns every model that sent events, by name, over all time */
  async modelLatencies(orgId: OrgId): Promise<ModelLatency[]> {
    const rows = await this.sums(COARSEST_LEVEL, orgId, {}, this.shown());
    return rows
      .filter((row) => countOf(row) > 0)
      .map((row) => ({ modelName: row._id, meanLatencyMs: row.latency / countOf(row) }))
      .sort((one, other) => (one.modelName < other.modelName ? -1 : 1));
  }

  /** @returns the latencies of a kind's events in the 10-second buckets that start within a window, by model; models without any are
   *   missing. Read from the coarsest buckets that make it up: of a past whose finer ones are gone, what lies at its edges is missing */
  async latenciesWithin(orgId: OrgId, kind: EventKind, window: Window): Promise<ModelLatencySum[]> {
    const byModel = groupBy(await this.windowSums(orgId, { kind }, window), ({ _id }) => _id);
    return [...byModel].flatMap(([modelName, own]) => {
      const sum = total(own);
      return countOf(sum) === 0 ? [] : [{ modelName, count: countOf(sum), sumMs: sum.latency }];
    });
  }

  /** @returns how many risky events of both kinds are in the 10-second buckets that start within a window */
  async riskyCount(orgId: OrgId, window: Window): Promise<number> {
    return (await this.windowTotal(orgId, { kind: { $in: [...EVENT_KINDS] } }, window)).risky;
  }

  /** Options of what is read for display: somebody waits for it. */
  private shown(): { readonly maxTimeMS: number } {
    return { maxTimeMS: queryTimeMs(this.config.dashboardTimeoutMs) };
  }

  private async windowTotal(orgId: OrgId, match: object, window: Window): Promise<Sums> {
    return total(await this.windowSums(orgId, match, window));
  }

  private async windowSums(orgId: OrgId, match: object, { from, to }: Window): Promise<ModelSums[]> {
    const segments = coverage({ fromMs: from.getTime(), toMs: to.getTime() });
    const rows = await Promise.all(
      segments.map(async ({ level, fromMs, toMs }) =>
        this.sums(level, orgId, { ...match, start: { $gte: new Date(fromMs), $lt: new Date(toMs) } }),
      ),
    );
    return rows.flat();
  }

  private async sums(
    level: RollupLevel,
    orgId: OrgId,
    match: object,
    options: { readonly maxTimeMS?: number } = {},
  ): Promise<ModelSums[]> {
    return this.collections
      .of(level)
      .aggregate<ModelSums>(
        [{ $match: { organization_id: new Types.ObjectId(orgId), ...match } }, { $group: BY_MODEL }],
        options,
      )
      .toArray();
  }
}

const BY_MODEL = {
  _id: '$model_name',
  latency: { $sum: '$latency_sum_ms' },
  normal: { $sum: '$normal' },
  suspicious: { $sum: '$suspicious' },
  risky: { $sum: '$risky' },
} as const;

type Sums = Readonly<Record<RiskLabel | 'latency', number>>;

interface ModelSums extends Sums {
  readonly _id: string;
}

function total(rows: readonly Sums[]): Sums {
  return rows.reduce<Sums>(
    (sum, row) => ({
      latency: sum.latency + row.latency,
      normal: sum.normal + row.normal,
      suspicious: sum.suspicious + row.suspicious,
      risky: sum.risky + row.risky,
    }),
    { latency: 0, normal: 0, suspicious: 0, risky: 0 },
  );
}
