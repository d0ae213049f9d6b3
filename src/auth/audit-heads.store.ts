import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { upserting } from '../platform/writes/upserting.js';
import type { AuditHead } from './audit-head.js';
import { AuditHeadRecord } from './audit-head.schema.js';
import { isDuplicateKey, orgIdFrom } from './object-id.js';

/** A head, and whose. */
export interface OwnedHead {
  readonly orgId: OrgId;
  readonly head: AuditHead;
}

/** The collection `audit_heads`: one an organization. */
@Injectable()
export class AuditHeadsStore {
  constructor(
    @InjectModel(AuditHeadRecord.name) private readonly model: Model<AuditHeadRecord>,
    private readonly clock: Clock,
  ) {}

  /** @returns null where the organization has none */
  async find(orgId: OrgId): Promise<AuditHead | null> {
    const record = await this.model.findOne(own(orgId)).lean();
    return record === null ? null : fromRecord(record);
  }

  /** Stores a head where there is none. */
  async insert(orgId: OrgId, head: AuditHead): Promise<void> {
    try {
      await this.model.insertOne({ _id: new Types.ObjectId(orgId), ...this.fieldsOf(head) });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** Moves a head forward. Of several processes the one that is furthest wins, in whatever order they come. */
  async advance(orgId: OrgId, head: AuditHead): Promise<void> {
    await this.model.updateOne({ ...own(orgId), sequence: { $lt: head.sequence } }, { $set: this.fieldsOf(head) });
  }

  /** Puts a head in the place of another, unless that has moved meanwhile.
   * @param before null: in the place of any, and where there is none
   * @returns whether it was put there */
  async replace(orgId: OrgId, head: AuditHead, before: AuditHead | null): Promise<boolean> {
    const $set = this.fieldsOf(head);
    if (before === null) {
      await upserting((options) => this.model.updateOne(own(orgId), { $set }, options));
      return true;
    }
    const { matchedCount } = await this.model.updateOne({ ...own(orgId), seal: { $eq: before.seal } }, { $set });
    return matchedCount === 1;
  }

  /** @returns heads of all organizations that moved since an instant, in the order of their ids
   * @param after the id to go on behind; null to begin */
  async movedSince(since: Date, { after, limit }: { after: OrgId | null; limit: number }): Promise<OwnedHead[]> {
    const further = after === null ? {} : { _id: { $gt: new Types.ObjectId(after) } };
    const records = await this.model
      .find({ at: { $gte: since }, ...further })
      .sort({ _id: 1 })
      .limit(limit)
      .lean();
    return records.map((record) => ({ orgId: orgIdFrom(record._id), head: fromRecord(record) }));
  }

  /** @returns the heads of all organizations that moved last */
  async latest(limit: number): Promise<OwnedHead[]> {
    const records = await this.model.find({}).sort({ at: -1 }).limit(limit).lean();
    return records.map((record) => ({ orgId: orgIdFrom(record._id), head: fromRecord(record) }));
  }

  private fieldsOf({ sequence, hash, adoptedThrough, seal }: AuditHead): Omit<AuditHeadRecord, '_id'> {
    return { sequence, hash, adopted_through: adoptedThrough, seal, at: this.clock.now() };
  }
}

function own(orgId: OrgId): { readonly _id: { readonly $eq: Types.ObjectId } } {
  return { _id: { $eq: new Types.ObjectId(orgId) } };
}

function fromRecord({ sequence, hash, adopted_through: adoptedThrough, seal }: AuditHeadRecord): AuditHead {
  return { sequence, hash, adoptedThrough, seal };
}
