import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { isDuplicateKey, orgIdFrom } from './object-id.js';
import { OrganizationRecord } from './organization.schema.js';

/** The collection `organizations`. */
@Injectable()
export class OrganizationsStore {
  constructor(
    @InjectModel(OrganizationRecord.name) private readonly model: Model<OrganizationRecord>,
    private readonly clock: Clock,
  ) {}

  /** Stores an organization under an id of its own.
   * @returns its id */
  async insert(name: string): Promise<OrgId> {
    const id = new Types.ObjectId();
    await this.model.insertOne({ _id: id, name, created_at: this.clock.now() });
    return orgIdFrom(id);
  }

  /** Stores an organization under a given id, unless it is there already. */
  async ensure(orgId: OrgId, name: string): Promise<void> {
    try {
      await this.model.insertOne({ _id: new Types.ObjectId(orgId), name, created_at: this.clock.now() });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** @returns every organization, by id. Takes none itself: it is for whoever runs the system */
  async ids(): Promise<OrgId[]> {
    const records = await this.model.find({}, { _id: 1 }).sort({ _id: 1 }).lean();
    return records.map(({ _id }) => orgIdFrom(_id));
  }

  /** Whether there is such an organization. */
  async exists(orgId: OrgId): Promise<boolean> {
    return (await this.model.exists({ _id: { $eq: new Types.ObjectId(orgId) } })) !== null;
  }

  /** Whether there is such an organization and it isn't disabled. */
  async isEnabled(orgId: OrgId): Promise<boolean> {
    return (await this.model.exists({ _id: { $eq: new Types.ObjectId(orgId) }, disabled_at: { $eq: null } })) !== null;
  }

  /** Disables or enables an organization.
   * @returns false where there is no such organization */
  async setEnabled(orgId: OrgId, isEnabled: boolean): Promise<boolean> {
    const update = isEnabled ? { $unset: { disabled_at: 1 } } : { $set: { disabled_at: this.clock.now() } };
    const { matchedCount } = await this.model.updateOne({ _id: { $eq: new Types.ObjectId(orgId) } }, update);
    return matchedCount === 1;
  }
}
