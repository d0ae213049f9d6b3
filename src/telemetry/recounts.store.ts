import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import { BIN_RATIO, SMALLEST } from '../lib/log-histogram.js';
import type { OrgId } from '../lib/org-id.js';
import { RISK_LABELS, type RiskLabel } from '../lib/risk-label.js';
import { EventCollections } from './event-collections.store.js';
import type { Window } from './events.store.js';
import type { RecountRow, Series } from './rollup-bucket.js';
import { FINEST_LEVEL, LEVEL_MS } from './rollup-levels.js';
import { EVENT_KINDS } from './telemetry.facts.js';

const MILLISECONDS = { $toLong: '$timestamp' };

/** The bin of an event's latency, as `binOf` computes it. */
const BIN = { $floor: { $divide: [{ $ln: { $max: ['$latency_ms', SMALLEST] } }, Math.log(BIN_RATIO)] } };

/** Groups events by bucket of the finest level, label and bin of latency; one row each. */
const BY_BUCKET = {
  _id: {
    start: { $subtract: [MILLISECONDS, { $mod: [MILLISECONDS, LEVEL_MS[FINEST_LEVEL]] }] },
    label: '$riskLabel',
    bin: BIN,
  },
  count: { $sum: 1 },
  latency: { $sum: '$latency_ms' },
  tokens: { $sum: '$token_count' },
} as const;

/** Counts the events themselves: what roll-ups are made of and checked against. */
@Injectable()
export class RecountsStore {
  constructor(private readonly collections: EventCollections) {}

  /** Counts a series' labelled events within a window that begins and ends on bucket edges. */
  async recount({ orgId, kind, modelName }: Series, { from, to }: Window): Promise<RecountRow[]> {
    const $match = {
      organization_id: new Types.ObjectId(orgId),
      model_name: modelName,
      timestamp: { $gte: from, $lt: to },
      riskLabel: { $in: [...RISK_LABELS] },
    };
    const rows = await this.collections
      .of(kind)
      .aggregate<GroupRow>([{ $match }, { $group: BY_BUCKET }])
      .toArray();
    return rows.map((row) => ({
      startMs: Number(row._id.start),
      label: row._id.label,
      bin: row._id.bin,
      count: row.count,
      latencySumMs: row.latency,
      tokens: row.tokens,
    }));
  }

  /** @returns every kind and model of which an organization has events */
  async series(orgId: OrgId): Promise<Series[]> {
    const organization_id = new Types.ObjectId(orgId);
    const kinds = EVENT_KINDS.map(async (kind) => {
      const names = await this.collections.of(kind).distinct('model_name', { organization_id });
      return names.map((modelName) => ({ orgId, kind, modelName }));
    });
    return (await Promise.all(kinds)).flat();
  }

  /** @returns how many of an organization's events wait for a label */
  async countUnlabelled(orgId: OrgId): Promise<number> {
    const unlabelled = { organization_id: new Types.ObjectId(orgId), riskLabel: { $exists: false } };
    const counts = EVENT_KINDS.map(async (kind) => this.collections.of(kind).countDocuments(unlabelled));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }
}

interface GroupRow {
  readonly _id: { readonly start: number | bigint; readonly label: RiskLabel; readonly bin: number };
  readonly count: number;
  readonly latency: number;
  readonly tokens: number;
}
