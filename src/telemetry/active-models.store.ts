import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { derivedId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { PASSING_WRITE } from '../platform/durable-write.js';
import { nativeCollection } from '../platform/native-collection.js';
import { upserting } from '../platform/writes/upserting.js';
import { writeEach } from '../platform/writes/write-each.js';
import { ActiveModelDocument } from './active-model.schema.js';

/** Which models of an organization send events, or have a profile that was set. */
@Injectable()
export class ActiveModelsStore {
  constructor(@InjectModel(ActiveModelDocument.name) private readonly models: Model<ActiveModelDocument>) {}

  /** @returns those of the names that were seen since an instant, or have a profile */
  async seen(orgId: OrgId, names: readonly string[], since: Date): Promise<string[]> {
    const _id = { $in: names.map((name) => idOf(orgId, name)) };
    const filter = { _id, ...counting(orgId, since) };
    return (await this.models.find(filter, { model_name: 1 }).lean()).map((row) => row.model_name);
  }

  /** @returns how many models were seen since an instant, or have a profile */
  async count(orgId: OrgId, since: Date): Promise<number> {
    return this.models.countDocuments(counting(orgId, since));
  }

  /** Notes that models were seen. */
  async note(orgId: OrgId, names: readonly string[], now: Date): Promise<void> {
    const organization_id = new Types.ObjectId(orgId);
    const writes = names.map((model_name) => ({
      filter: { _id: idOf(orgId, model_name) },
      update: { $max: { last_seen: now }, $setOnInsert: { organization_id, model_name } },
      isUpsert: true,
    }));
    await writeEach(nativeCollection(this.models), writes, PASSING_WRITE);
  }

  /** Notes that a model has a profile that was set, or none any more. */
  async noteProfile(orgId: OrgId, modelName: string, hasProfile: boolean): Promise<void> {
    const named = { _id: idOf(orgId, modelName), organization_id: new Types.ObjectId(orgId) };
    if (!hasProfile) return void (await this.models.updateOne(named, { $unset: { has_profile: 1 } }));
    const $setOnInsert = { model_name: modelName, last_seen: new Date(0) };
    await upserting((options) => this.models.updateOne(named, { $set: { has_profile: true }, $setOnInsert }, options));
  }

  /** Forgets models of every organization that were last seen before an instant and have no profile. */
  async deleteBefore(cutoff: Date): Promise<void> {
    await this.models.deleteMany({ last_seen: { $lt: cutoff }, has_profile: { $ne: true } }, PASSING_WRITE);
  }
}

function counting(orgId: OrgId, since: Date) {
  return {
    organization_id: new Types.ObjectId(orgId),
    $or: [{ last_seen: { $gte: since } }, { has_profile: true }],
  };
}

function idOf(orgId: OrgId, modelName: string): string {
  return derivedId(orgId, 'active-model', modelName);
}
