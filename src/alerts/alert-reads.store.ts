import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import type { Position } from '../lib/newest-first.js';
import type { OrgId } from '../lib/org-id.js';
import { queryTimeMs } from '../platform/answer-time.js';
import { AppConfig } from '../platform/config/app-config.js';
import type { Window } from '../telemetry/events.store.js';
import { AlertDocument } from './alert.schema.js';
import { BY_TIME, conditionsOf, following, isOfTimeAlone, spanOf, upTo } from './alert-search.js';
import type { AlertRow, AlertSearch, RaisedAlert } from './alerts.facts.js';

/** Alerts that one query looks at, at most: so long it holds up everybody else's. */
const SLICE_ALERTS = 2000;
/** Slices that are searched for one page, at most. */
const SLICES_AT_ONCE = 10;
/** Alerts that one message of the database holds, at most. */
const ROWS_AT_ONCE = 500;

/** A page of alerts, and how far the search for them has come. */
export interface FoundAlerts {
  readonly rows: AlertRow[];
  /** Up to here all alerts were looked at, and there are more; null where the page is full, or nothing comes after
   * it. */
  readonly reached: Position | null;
}

/** Reads alerts for display. */
@Injectable()
export class AlertReadsStore {
  constructor(
    @InjectModel(AlertDocument.name) private readonly alerts: Model<AlertDocument>,
    private readonly config: AppConfig,
  ) {}

  /** Searches slice by slice, so that no query looks at many alerts, whatever is searched for.
   * @param after the last one of the page before; null for the first page
   * @returns alerts by when they were raised and id, the newest first */
  async page(
    orgId: OrgId,
    search: AlertSearch,
    { after, limit }: { readonly after: Position | null; readonly limit: number },
  ): Promise<FoundAlerts> {
    if (isOfTimeAlone(search)) {
      const asked = [spanOf(search), after === null ? {} : following(after)];
      return { rows: (await this.newest(orgId, asked, limit)).map(fromRow), reached: null };
    }
    const rows: AlertRow[] = [];
    let place = after;
    const enoughMs = performance.now() + this.config.dashboardTimeoutMs / 2;
    for (let slice = 0; slice < SLICES_AT_ONCE; slice++) {
      const rest = place === null ? {} : following(place);
      const end = await this.placeOf(orgId, [spanOf(search), rest]);
      const asked = [conditionsOf(search), rest, end === null ? {} : upTo(end)];
      rows.push(...(await this.newest(orgId, asked, limit - rows.length)).map(fromRow));
      if (end === null || rows.length === limit) return { rows, reached: null };
      place = end;
      if (performance.now() > enoughMs) break;
    }
    return { rows, reached: place };
  }

  /** @returns alerts raised after a place in their order, the oldest first */
  async after(orgId: OrgId, { at, id }: Position, limit: number): Promise<AlertRow[]> {
    const later = [{ created_at: { $gt: at } }, { created_at: at, _id: { $gt: id } }];
    const filter = { ...scoped(orgId), created_at: { $gte: at }, $or: later };
    const rows = this.alerts.find(filter).sort({ created_at: 1, _id: 1 }).limit(limit);
    return (await rows.maxTimeMS(this.timeMs()).lean()).map(fromRow);
  }

  /** @returns how many alerts are open, `atMost` at most */
  async countOpen(orgId: OrgId, atMost: number): Promise<number> {
    const open = this.alerts.countDocuments({ ...scoped(orgId), resolved: false }, { limit: atMost });
    return open.maxTimeMS(this.timeMs());
  }

  /** @returns when alerts were raised within a span of time, and how urgent they are
   * @param modelName undefined: of whatever model */
  async raisedWithin(orgId: OrgId, { from, to }: Window, modelName: string | undefined): Promise<RaisedAlert[]> {
    const filter = { ...scoped(orgId), ...spanOf({ from, to }) };
    const raised = this.alerts.find(filter, { created_at: 1, severity: 1, model_name: 1 }).hint(BY_TIME);
    const rows = await raised.maxTimeMS(this.timeMs()).batchSize(ROWS_AT_ONCE).lean();
    const ofModel = modelName === undefined ? rows : rows.filter((row) => row.model_name === modelName);
    return ofModel.map(({ severity, created_at: createdAt }) => ({ severity, createdAt }));
  }

  /** @returns the place of the last alert of a slice; null where less is left */
  private async placeOf(orgId: OrgId, conditions: readonly object[]): Promise<Position | null> {
    const [last] = await this.newest(orgId, conditions, 1, SLICE_ALERTS - 1);
    return last === undefined ? null : { at: last.created_at, id: last._id };
  }

  private async newest(orgId: OrgId, conditions: readonly object[], limit: number, skip = 0): Promise<AlertDocument[]> {
    const rows = this.alerts.find({ $and: [scoped(orgId), ...conditions] }).sort({ created_at: -1, _id: -1 });
    return rows.hint(BY_TIME).skip(skip).limit(limit).maxTimeMS(this.timeMs()).lean();
  }

  private timeMs(): number {
    return queryTimeMs(this.config.dashboardTimeoutMs);
  }
}

function scoped(orgId: OrgId): { readonly organization_id: Types.ObjectId } {
  return { organization_id: new Types.ObjectId(orgId) };
}

function fromRow(row: AlertDocument): AlertRow {
  const { event_kind: kind, event_id: id } = row;
  return {
    id: row._id,
    orgId: row.organization_id.toHexString() as OrgId,
    modelName: row.model_name,
    type: row.type,
    message: row.message,
    severity: row.severity,
    createdAt: row.created_at,
    resolved: row.resolved,
    resolvedAt: row.resolved_at ?? null,
    occurrences: row.occurrences,
    event: kind === undefined || id === undefined ? null : { kind, id },
  };
}
