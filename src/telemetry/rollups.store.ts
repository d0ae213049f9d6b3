import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type PipelineStage, Types } from 'mongoose';
import { derivedId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { RISK_LABELS, type RiskLabel } from '../lib/risk-label.js';
import { DURABLE_WRITE } from '../platform/durable-write.js';
import type { Window } from './events.store.js';
import { NO_FIGURES, type Recounted, type Rollup, type Series } from './rollup-bucket.js';
import { RollupDocument } from './rollup.schema.js';
import type { EventKind } from './telemetry.facts.js';

/** Mean latency of a model over everything that is rolled up. */
export interface ModelLatency {
  readonly modelName: string;
  readonly meanLatencyMs: number;
}

/** Roll-ups: what dashboards read instead of events. */
@Injectable()
export class RollupsStore {
  constructor(@InjectModel(RollupDocument.name) private readonly rollups: Model<RollupDocument>) {}

  /** Marks buckets as lagging behind their events. */
  async touch({ orgId, kind, modelName }: Series, startsMs: Iterable<number>): Promise<void> {
    const organization_id = new Types.ObjectId(orgId);
    const operations = [...startsMs].map((startMs) => ({
      updateOne: {
        filter: { _id: idOf(orgId, kind, modelName, startMs) },
        update: {
          $inc: { v: 1 },
          $set: { q: true },
          $setOnInsert: { organization_id, kind, model_name: modelName, start: new Date(startMs), d: 0 },
        },
        upsert: true,
      },
    }));
    if (operations.length > 0) await this.rollups.bulkWrite(operations, { ordered: false, ...DURABLE_WRITE });
  }

  /** @returns buckets that lag behind, of every organization */
  async dirty(limit: number): Promise<Rollup[]> {
    return (await this.rollups.find({ q: true }).limit(limit).lean()).map(fromRow);
  }

  /** Saves what a recount found. Nothing happens where a newer recount was faster; the bucket stays dirty where events
   * were labelled since its version was read. */
  async save(recounted: readonly Recounted[]): Promise<void> {
    const operations = recounted.flatMap(({ rollup: { id, version }, figures }) => {
      const { latencySumMs, ...rest } = figures;
      return [
        {
          updateOne: {
            filter: { _id: id, d: { $lt: version } },
            update: { $set: { ...rest, latency_sum_ms: latencySumMs, d: version } },
          },
        },
        { updateOne: { filter: { _id: id, v: version, d: version }, update: { $unset: { q: 1 as const } } } },
      ];
    });
    if (operations.length > 0) await this.rollups.bulkWrite(operations, { ordered: true, ...DURABLE_WRITE });
  }

  /** @returns those of a series' buckets that exist, by when they start, milliseconds; in any order */
  async byStarts({ orgId, kind, modelName }: Series, startsMs: readonly number[]): Promise<Rollup[]> {
    const ids = startsMs.map((startMs) => idOf(orgId, kind, modelName, startMs));
    const filter = { _id: { $in: ids }, organization_id: new Types.ObjectId(orgId) };
    return (await this.rollups.find(filter).lean()).map(fromRow);
  }

  /** @returns the buckets of a series that start within a window */
  async within({ orgId, kind, modelName }: Series, { from, to }: Window): Promise<Rollup[]> {
    const filter = {
      organization_id: new Types.ObjectId(orgId),
      kind,
      model_name: modelName,
      start: { $gte: from, $lt: to },
    };
    return (await this.rollups.find(filter).lean()).map(fromRow);
  }

  /** @returns how many events of an organization carry each label */
  async labelCounts(orgId: OrgId): Promise<Readonly<Record<RiskLabel, number>>> {
    const sums = Object.fromEntries(RISK_LABELS.map((label) => [label, { $sum: `$${label}` }]));
    const [row] = await this.aggregate<Record<RiskLabel, number>>(orgId, {}, { _id: null, ...sums });
    return { normal: row?.normal ?? 0, suspicious: row?.suspicious ?? 0, risky: row?.risky ?? 0 };
  }

  /** @returns every model that sent events, by name */
  async modelLatencies(orgId: OrgId): Promise<ModelLatency[]> {
    const rows = await this.aggregate<LatencyRow & { _id: string }>(orgId, {}, { _id: '$model_name', ...LATENCY });
    return rows
      .filter((row) => countOf(row) > 0)
      .map((row) => ({ modelName: row._id, meanLatencyMs: row.latency / countOf(row) }))
      .sort((one, other) => (one.modelName < other.modelName ? -1 : 1));
  }

  /** @returns mean latency of all events of a kind in the buckets that start within a window; null where there are none */
  async meanLatencyMs(orgId: OrgId, kind: EventKind, { from, to }: Window): Promise<number | null> {
    const match = { kind, start: { $gte: from, $lt: to } };
    const [row] = await this.aggregate<LatencyRow>(orgId, match, { _id: null, ...LATENCY });
    return row === undefined || countOf(row) === 0 ? null : row.latency / countOf(row);
  }

  /** @returns the organizations, kinds and models that have roll-ups */
  async series(orgId: OrgId): Promise<Series[]> {
    const rows = await this.aggregate<{ _id: { kind: EventKind; model: string } }>(
      orgId,
      {},
      { _id: { kind: '$kind', model: '$model_name' } },
    );
    return rows.map(({ _id }) => ({ orgId, kind: _id.kind, modelName: _id.model }));
  }

  private async aggregate<Row>(orgId: OrgId, match: object, $group: PipelineStage.Group['$group']): Promise<Row[]> {
    return this.rollups.aggregate<Row>([
      { $match: { organization_id: new Types.ObjectId(orgId), ...match } },
      { $group },
    ]);
  }
}

const LATENCY = {
  latency: { $sum: '$latency_sum_ms' },
  normal: { $sum: '$normal' },
  suspicious: { $sum: '$suspicious' },
  risky: { $sum: '$risky' },
} as const;

type LatencyRow = Readonly<Record<RiskLabel | 'latency', number>>;

function idOf(orgId: OrgId, kind: EventKind, modelName: string, startMs: number): string {
  return derivedId(orgId, kind, modelName, String(startMs));
}

function countOf(row: LatencyRow): number {
  return row.normal + row.suspicious + row.risky;
}

function fromRow(row: RollupDocument): Rollup {
  return {
    id: row._id,
    orgId: row.organization_id.toHexString() as OrgId,
    kind: row.kind,
    modelName: row.model_name,
    startMs: row.start.getTime(),
    version: row.v,
    isDirty: row.q === true,
    figures: {
      normal: row.normal ?? NO_FIGURES.normal,
      suspicious: row.suspicious ?? NO_FIGURES.suspicious,
      risky: row.risky ?? NO_FIGURES.risky,
      latencySumMs: row.latency_sum_ms ?? NO_FIGURES.latencySumMs,
      latencies: row.latencies ?? NO_FIGURES.latencies,
      tokens: row.tokens ?? NO_FIGURES.tokens,
    },
  };
}
