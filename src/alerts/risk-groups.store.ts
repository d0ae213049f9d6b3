import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { derivedId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { DURABLE_WRITE } from '../platform/durable-write.js';
import { upserting } from '../platform/writes/upserting.js';
import type { AlertDraft } from './alert-rules.js';
import { AlertDocument } from './alert.schema.js';
import type { Alert } from './alerts.facts.js';
import { riskAlertId } from './alerts.store.js';

/** Alerts that stand for the risky events of a span of time that have none of their own: one a span. */
@Injectable()
export class RiskGroupsStore {
  constructor(@InjectModel(AlertDocument.name) private readonly alerts: Model<AlertDocument>) {}

  /** @returns how many events of a span have an alert of their own, `atMost` at most */
  async countSingle(orgId: OrgId, riskWindow: Date, atMost: number): Promise<number> {
    const filter = { organization_id: new Types.ObjectId(orgId), risk_window: riskWindow };
    return this.alerts.countDocuments({ ...filter, _id: { $ne: groupId(orgId, riskWindow) } }, { limit: atMost });
  }

  /** @returns those of some events that have an alert of their own */
  async withAlert(orgId: OrgId, eventIds: readonly string[]): Promise<ReadonlySet<string>> {
    const byAlert = new Map(eventIds.map((eventId) => [riskAlertId(orgId, eventId), eventId]));
    const filter = { _id: { $in: [...byAlert.keys()] }, organization_id: new Types.ObjectId(orgId) };
    const rows = await this.alerts.find(filter, { _id: 1 }).lean();
    return new Set(rows.flatMap(({ _id }) => byAlert.get(_id) ?? []));
  }

  /** Opens the alert of a span, or notes that there is more to it.
   * @returns the alert where it is new, else null */
  async open(orgId: OrgId, riskWindow: Date, { draft, now }: { draft: AlertDraft; now: Date }): Promise<Alert | null> {
    const { modelName, ...said } = draft;
    const fields = { ...said, model_name: modelName, created_at: now, resolved: false };
    const $setOnInsert = { ...fields, risk_window: riskWindow, occurrences: 0, grouped: true };
    const filter = { _id: groupId(orgId, riskWindow), organization_id: new Types.ObjectId(orgId) };
    const update = { $set: { touched_at: now }, $setOnInsert };
    const { upsertedCount } = await upserting((options) =>
      this.alerts.updateOne(filter, update, { ...options, ...DURABLE_WRITE }),
    );
    return upsertedCount === 0 ? null : { ...said, id: filter._id, orgId, modelName, createdAt: now, resolved: false };
  }

  /** @returns the spans whose alert was touched since an instant */
  async touchedSince(orgId: OrgId, since: Date): Promise<Date[]> {
    const filter = { grouped: true, organization_id: new Types.ObjectId(orgId), touched_at: { $gte: since } };
    const rows = await this.alerts.find(filter, { risk_window: 1 }).lean();
    return rows.flatMap((row) => row.risk_window ?? []);
  }

  /** Says how many events there are; a count that came late doesn't undo a newer one, as there are never fewer. */
  async recount(orgId: OrgId, riskWindow: Date, { count, message }: { count: number; message: string }): Promise<void> {
    const filter = { _id: groupId(orgId, riskWindow), organization_id: new Types.ObjectId(orgId) };
    await this.alerts.updateOne({ ...filter, occurrences: { $lt: count } }, { $set: { occurrences: count, message } });
  }
}

function groupId(orgId: OrgId, riskWindow: Date): string {
  return derivedId(orgId, 'risk-group', String(riskWindow.getTime()));
}
