import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import type { OrgId } from '../lib/org-id.js';
import { DURABLE_WRITE } from '../platform/durable-write.js';
import { upserting } from '../platform/writes/upserting.js';
import type { CustomPattern } from './custom-pattern.js';
import {
  type Allowance,
  DEFAULT_POLICY,
  MAX_ALLOWANCES,
  type Masking,
  type PolicyName,
  type RiskPolicy,
} from './risk-policy.js';
import { RiskPolicyDocument } from './risk-policy.schema.js';

/** What organizations have chosen about risk. */
@Injectable()
export class RiskPoliciesStore {
  constructor(@InjectModel(RiskPolicyDocument.name) private readonly policies: Model<RiskPolicyDocument>) {}

  /** @returns the default where the organization has chosen nothing */
  async find(orgId: OrgId): Promise<RiskPolicy> {
    const row = await this.policies.findOne(filterOf(orgId)).lean();
    return row === null ? DEFAULT_POLICY : fromRow(row);
  }

  /** Sets the policy, and masking unless it is undefined; what is allowed stays. */
  async set(
    orgId: OrgId,
    wanted: { policy: PolicyName; masking: Masking | undefined; now: Date },
  ): Promise<RiskPolicy> {
    const { policy, masking, now } = wanted;
    const set = { policy, updated_at: now };
    return this.upsert(orgId, { $set: masking === undefined ? set : { ...set, masking } });
  }

  /** Adds what is allowed; of more than the limit the newest stay. */
  async allow(orgId: OrgId, allowances: readonly Allowance[], now: Date): Promise<RiskPolicy> {
    const added = { $each: [...allowances], $slice: -MAX_ALLOWANCES };
    return this.upsert(orgId, { $push: { allowances: added }, $set: { updated_at: now } });
  }

  /** Takes back one allowance, however often it is there. */
  async disallow(orgId: OrgId, allowance: Allowance, now: Date): Promise<RiskPolicy> {
    return this.upsert(orgId, { $pull: { allowances: allowance }, $set: { updated_at: now } });
  }

  /** Sets the organization's own patterns, all of them. */
  async setPatterns(orgId: OrgId, patterns: readonly CustomPattern[], now: Date): Promise<RiskPolicy> {
    return this.upsert(orgId, { $set: { patterns: [...patterns], updated_at: now } });
  }

  /** Takes back everything that was allowed. */
  async clearAllowances(orgId: OrgId, now: Date): Promise<RiskPolicy> {
    return this.upsert(orgId, { $unset: { allowances: 1 }, $set: { updated_at: now } });
  }

  private async upsert(orgId: OrgId, update: object): Promise<RiskPolicy> {
    const row = await upserting((options) =>
      this.policies
        .findOneAndUpdate(filterOf(orgId), update, { ...options, returnDocument: 'after', ...DURABLE_WRITE })
        .orFail()
        .lean(),
    );
    return fromRow(row);
  }
}

function filterOf(orgId: OrgId) {
  return { _id: new Types.ObjectId(orgId), organization_id: new Types.ObjectId(orgId) };
}

function fromRow(row: RiskPolicyDocument): RiskPolicy {
  return {
    policy: row.policy ?? DEFAULT_POLICY.policy,
    masking: row.masking ?? DEFAULT_POLICY.masking,
    allowances: row.allowances ?? [],
    patterns: row.patterns ?? [],
    updatedAt: row.updated_at,
  };
}
