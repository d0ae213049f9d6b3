import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { derivedId } from '../lib/ids.js';
import type { OrgId } from '../lib/org-id.js';
import { PASSING_WRITE } from '../platform/durable-write.js';
import { nativeCollection } from '../platform/native-collection.js';
import { writeEach } from '../platform/writes/write-each.js';
import { ActiveModelDocument } from './active-model.schema.js';

/** Which models of an organization send events. */
@Injectable()
export class ActiveModelsStore {
  constructor(@InjectModel(ActiveModelDocument.name) private readonly models: Model<ActiveModelDocument>) {}

  /** @returns those of the names that were seen since an instant */
  async seen(orgId: OrgId, names: readonly string[], since: Date): Promise<string[]> {
    const _id = { $in: names.map((name) => idOf(orgId, name)) };
    const filter = { _id, organization_id: new Types.ObjectId(orgId), last_seen: { $gte: since } };
    return (await this.models.find(filter, { model_name: 1 }).lean()).map((row) => row.model_name);
  }

  /** @returns how many models were seen since an instant */
  async count(orgId: OrgId, since: Date): Promise<number> {
    return this.models.countDocuments({ organization_id: new Types.ObjectId(orgId), last_seen: { $gte: since } });
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

  /** Forgets models of every organization that were last seen before an instant. */
  async deleteBefore(cutoff: Date): Promise<void> {
    await this.models.deleteMany({ last_seen: { $lt: cutoff } }, PASSING_WRITE);
  }
}

function idOf(orgId: OrgId, modelName: string): string {
  return derivedId(orgId, 'active-model', modelName);
}
