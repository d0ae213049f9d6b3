import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, type QueryFilter, Types } from 'mongoose';
import type { Position } from '../lib/newest-first.js';
import type { OrgId } from '../lib/org-id.js';
import { queryTimeMs } from '../platform/answer-time.js';
import { AppConfig } from '../platform/config/app-config.js';
import type { Window } from '../telemetry/events.store.js';
import { AlertDocument } from './alert.schema.js';
import type { AlertRow, AlertSearch, RaisedAlert } from './alerts.facts.js';

/** Reads alerts for display. */
@Injectable()
export class AlertReadsStore {
  constructor(
    @InjectModel(AlertDocument.name) private readonly alerts: Model<AlertDocument>,
    private readonly config: AppConfig,
  ) {}

  /** @returns alerts by when they were raised and id, the newest first
   * @param after the last one of the page before; null for the first page */
  async page(
    orgId: OrgId,
    search: AlertSearch,
    { after, limit }: { readonly after: Position | null; readonly limit: number },
  ): Promise<AlertRow[]> {
    const filter = { $and: [scoped(orgId), conditionsOf(search), after === null ? {} : following(after)] };
    const rows = this.alerts.find(filter).sort({ created_at: -1, _id: -1 }).limit(limit);
    return (await rows.maxTimeMS(this.timeMs()).lean()).map(fromRow);
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
    const filter = { ...scoped(orgId), ...conditionsOf({ from, to, modelName }) };
    const raised = this.alerts.find(filter, { created_at: 1, severity: 1 });
    const rows = await raised.maxTimeMS(this.timeMs()).lean();
    return rows.map(({ severity, created_at: createdAt }) => ({ severity, createdAt }));
  }

  private timeMs(): number {
    return queryTimeMs(this.config.dashboardTimeoutMs);
  }
}

function scoped(orgId: OrgId): { readonly organization_id: Types.ObjectId } {
  return { organization_id: new Types.ObjectId(orgId) };
}

function conditionsOf({ type, severity, modelName, isResolved, from, to }: AlertSearch): QueryFilter<AlertDocument> {
  const span = { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lt: to }) };
  return {
    ...(type === undefined ? {} : { type }),
    ...(severity === undefined ? {} : { severity }),
    ...(modelName === undefined ? {} : { model_name: modelName }),
    ...(isResolved === undefined ? {} : { resolved: isResolved }),
    ...(from === undefined && to === undefined ? {} : { created_at: span }),
  };
}

/** The bound by time alone is what an index is walked by. */
function following({ at, id }: Position): QueryFilter<AlertDocument> {
  return {
    created_at: { $lte: at },
    $or: [{ created_at: { $lt: at } }, { created_at: at, _id: { $lt: id } }],
  };
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
