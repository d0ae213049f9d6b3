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

/** Alerts of episodes of drift: one each, whoever raises it and however often. */
@Injectable()
export class EpisodeAlertsStore {
  constructor(@InjectModel(AlertDocument.name) private readonly alerts: Model<AlertDocument>) {}

  /** Raises the alert of an episode, or makes the open one more severe.
   * @returns the alert where it is new or has become more severe, else null */
  async raise(
    orgId: OrgId,
    episodeId: string,
    { draft, now }: { draft: AlertDraft; now: Date },
  ): Promise<Alert | null> {
    const { modelName, ...said } = draft;
    const filter = keyOf(orgId, episodeId);
    const fresh = { ...said, model_name: modelName, created_at: now, resolved: false, occurrences: 1 };
    const $setOnInsert = { ...fresh, episode_id: episodeId };
    const { upsertedCount } = await upserting((options) =>
      this.alerts.updateOne(filter, { $setOnInsert }, { ...options, ...DURABLE_WRITE }),
    );
    const alert = { ...said, id: filter._id, orgId, modelName, createdAt: now, resolved: false, episodeId };
    if (upsertedCount === 1) return alert;
    if (draft.severity !== 'critical') return null;
    const milder = { ...filter, severity: 'warning' as const, resolved: false };
    const $set = { severity: draft.severity, message: draft.message };
    const worse = await this.alerts.findOneAndUpdate(milder, { $set }, DURABLE_WRITE).lean();
    return worse === null ? null : { ...alert, createdAt: worse.created_at };
  }

  /** Resolves the alert of an episode, unless it is resolved. */
  async resolve(orgId: OrgId, episodeId: string, now: Date): Promise<void> {
    const open = { ...keyOf(orgId, episodeId), resolved: false };
    await this.alerts.updateOne(open, { $set: { resolved: true, resolved_at: now } });
  }
}

function keyOf(orgId: OrgId, episodeId: string) {
  return { _id: derivedId(orgId, 'episode-alert', episodeId), organization_id: new Types.ObjectId(orgId) };
}
