import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import type { OrgId } from '../lib/org-id.js';
import type { RiskLabel } from '../lib/risk-label.js';
import type { Window } from './events.store.js';
import { countOf } from './rollup-bucket.js';
import { RollupCollections } from './rollup-collections.store.js';
import { coverage } from './rollup-coverage.js';
import { COARSEST_LEVEL, type RollupLevel } from './rollup-levels.js';
import type { EventKind } from './telemetry.facts.js';

/** Mean latency of a model over everything that is rolled up. */
export interface ModelLatency {
  readonly modelName: string;
  readonly meanLatencyMs: number;
}

/** Roll-ups: what dashboards read instead of events. What is read grows with days and models, never with events. */
@Injectable()
export class RollupsStore {
  constructor(private readonly collections: RollupCollections) {}

  /** @returns how many events of an organization carry each label, over all time */
  async labelCounts(orgId: OrgId): Promise<Readonly<Record<RiskLabel, number>>> {
    const { normal, suspicious, risky } = total(await this.sums(COARSEST_LEVEL, orgId, {}));
    return { normal, suspicious, risky };
  }

  /** @returns every model that sent events, by name, over all time */
  async modelLatencies(orgId: OrgId): Promise<ModelLatency[]> {
    const rows = await this.sums(COARSEST_LEVEL, orgId, {});
    return rows
      .filter((row) => countOf(row) > 0)
      .map((row) => ({ modelName: row._id, meanLatencyMs: row.latency / countOf(row) }))
      .sort((one, other) => (one.modelName < other.modelName ? -1 : 1));
  }

  /** @returns mean latency of all events of a kind in the 10-second buckets that start within a window; null where there are none.
   *   Read from the coarsest buckets that make it up: of a past whose finer ones are gone, what lies at its edges is missing */
  async meanLatencyMs(orgId: OrgId, kind: EventKind, { from, to }: Window): Promise<number | null> {
    const segments = coverage({ fromMs: from.getTime(), toMs: to.getTime() });
    const rows = await Promise.all(
      segments.map(async ({ level, fromMs, toMs }) =>
        this.sums(level, orgId, { kind, start: { $gte: new Date(fromMs), $lt: new Date(toMs) } }),
      ),
    );
    const sum = total(rows.flat());
    return countOf(sum) === 0 ? null : sum.latency / countOf(sum);
  }

  private async sums(level: RollupLevel, orgId: OrgId, match: object): Promise<ModelSums[]> {
    return this.collections
      .of(level)
      .aggregate<ModelSums>([
        { $match: { organization_id: new Types.ObjectId(orgId), ...match } },
        { $group: BY_MODEL },
      ])
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
