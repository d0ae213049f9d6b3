import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { derivedId, newId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { queryTimeMs } from '../platform/answer-time.js';
import { AppConfig } from '../platform/config/app-config.js';
import { DURABLE_WRITE } from '../platform/durable-write.js';
import { nativeCollection } from '../platform/native-collection.js';
import { upserting } from '../platform/writes/upserting.js';
import { writeEach } from '../platform/writes/write-each.js';
import type { EventKind } from '../telemetry/telemetry.facts.js';
import type { AlertDraft } from './alert-rules.js';
import type { Alert, AlertSeverity, AlertType, Condition } from './alerts.facts.js';
import { AlertDocument } from './alert.schema.js';

/** What a risky event wants to be said. */
export interface RiskDraft extends AlertDraft {
  readonly eventId: string;
  readonly kind: EventKind;
  /** First instant of the span of event time that it is counted in. */
  readonly riskWindow: Date;
}

/** Alerts of every organization. */
@Injectable()
export class AlertsStore {
  constructor(
    @InjectModel(AlertDocument.name) private readonly alerts: Model<AlertDocument>,
    private readonly config: AppConfig,
  ) {}

  /** Opens the alert of a condition, or brings the open one up to date: there is never more than one.
   * @returns the alert where it is new or has become more severe, else null */
  async raise(orgId: OrgId, draft: AlertDraft, now: Date): Promise<Alert | null> {
    const { type, modelName, severity, message } = draft;
    const organization_id = new Types.ObjectId(orgId);
    const fresh = { _id: newId(now.getTime()), model_name: modelName, type, created_at: now, resolved: false };
    const filter = { organization_id, open_condition: conditionKey(orgId, type, modelName) };
    const update = { $set: { severity, message }, $inc: { occurrences: 1 }, $setOnInsert: fresh };
    const before = await upserting((options) =>
      this.alerts.findOneAndUpdate(filter, update, { ...options, returnDocument: 'before', ...DURABLE_WRITE }).lean(),
    );
    if (before === null) return fromRow({ ...fresh, organization_id, severity, message, occurrences: 1 });
    return isWorse(severity, before.severity) ? { ...fromRow(before), severity, message } : null;
  }

  /** Resolves the open alert of a condition, where there is one. */
  async resolve(orgId: OrgId, { type, modelName }: Condition, now: Date): Promise<void> {
    const open = { organization_id: new Types.ObjectId(orgId), open_condition: conditionKey(orgId, type, modelName) };
    await this.alerts.updateOne(open, { $set: { resolved: true, resolved_at: now }, $unset: { open_condition: 1 } });
  }

  /** Raises one alert for each risky event; an event that has one gets no other.
   * @returns the new ones */
  async raiseForEvents(orgId: OrgId, drafts: readonly RiskDraft[], now: Date): Promise<Alert[]> {
    if (drafts.length === 0) return [];
    const organization_id = new Types.ObjectId(orgId);
    const rows = drafts.map(({ eventId, kind, modelName, riskWindow, ...said }) => ({
      _id: riskAlertId(orgId, eventId),
      fields: {
        ...said,
        model_name: modelName,
        created_at: now,
        resolved: false,
        occurrences: 1,
        risk_window: riskWindow,
        event_kind: kind,
        event_id: eventId,
      },
    }));
    const writes = rows.map(({ _id, fields }) => ({
      filter: { _id, organization_id },
      update: { $setOnInsert: fields },
      isUpsert: true,
    }));
    const { upserted } = await writeEach(nativeCollection(this.alerts), writes);
    return rows
      .filter((_row, index) => upserted.has(index))
      .map(({ _id, fields }) => fromRow({ _id, organization_id, ...fields }));
  }

  /** @returns an organization's alerts, newest first */
  async latest(orgId: OrgId, limit: number): Promise<Alert[]> {
    const filter = { organization_id: new Types.ObjectId(orgId) };
    const newest = this.alerts.find(filter).sort({ created_at: -1, _id: -1 }).limit(limit);
    const rows = await newest.maxTimeMS(queryTimeMs(this.config.dashboardTimeoutMs)).lean();
    return rows.map(fromRow);
  }

  /** @returns every condition, of every organization, that has an open alert */
  async openConditions(): Promise<(Condition & { readonly orgId: OrgId })[]> {
    const rows = await this.alerts.find({ open_condition: { $exists: true } }).lean();
    return rows.map((row) => ({
      orgId: row.organization_id.toHexString() as OrgId,
      type: row.type,
      modelName: row.model_name,
    }));
  }
}

/** @returns the id of the alert of a risky event */
export function riskAlertId(orgId: OrgId, eventId: string): string {
  return derivedId(orgId, 'risk', eventId);
}

function conditionKey(orgId: OrgId, type: AlertType, modelName: string | null): string {
  return `${orgId}|${type}|${modelName ?? ''}`;
}

function isWorse(severity: AlertSeverity, than: AlertSeverity): boolean {
  return severity === 'critical' && than === 'warning';
}

function fromRow(row: AlertDocument): Alert {
  return {
    id: row._id,
    orgId: row.organization_id.toHexString() as OrgId,
    modelName: row.model_name,
    type: row.type,
    message: row.message,
    severity: row.severity,
    createdAt: row.created_at,
    resolved: row.resolved,
    ...(row.episode_id === undefined ? {} : { episodeId: row.episode_id }),
  };
}
