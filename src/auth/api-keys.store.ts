import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { ApiKeyRecord } from './api-key.schema.js';
import { isDuplicateKey, orgIdFrom } from './object-id.js';

/** A client of an organization. */
export interface ApiKey {
  readonly orgId: OrgId;
  readonly clientId: string;
  /** bcrypt. */
  readonly secretHash: string;
  /** False once it is revoked; it never comes back. */
  readonly isActive: boolean;
}

/** A key to be stored. */
export interface NewApiKey {
  /** 24 hexadecimal digits where the key must be the only one of its kind; else it gets an id of its own. */
  readonly id?: string;
  readonly clientId: string;
  readonly secretHash: string;
}

/** The replacement of one secret by another. */
export interface HashChange {
  readonly clientId: string;
  readonly from: string;
  readonly to: string;
}

/** The collection `api_keys`. */
@Injectable()
export class ApiKeysStore {
  constructor(
    @InjectModel(ApiKeyRecord.name) private readonly model: Model<ApiKeyRecord>,
    private readonly clock: Clock,
  ) {}

  /** Stores an active key.
   * @returns false where its id or its clientId is taken */
  async insert(orgId: OrgId, { id, clientId, secretHash }: NewApiKey): Promise<boolean> {
    try {
      await this.model.insertOne({
        _id: new Types.ObjectId(id),
        organization_id: new Types.ObjectId(orgId),
        client_id: clientId,
        client_secret_hash: secretHash,
        is_active: true,
        created_at: this.clock.now(),
      });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** The key of a client, revoked ones too. Takes no organization: it is what tells us the organization. */
  async find(clientId: string): Promise<ApiKey | null> {
    const record = await this.model.findOne({ client_id: { $eq: clientId } }).lean();
    if (record === null) return null;
    return {
      orgId: orgIdFrom(record.organization_id),
      clientId: record.client_id,
      secretHash: record.client_secret_hash,
      isActive: record.is_active,
    };
  }

  /** Replaces the secret of an active key, if it is still the expected one.
   * @returns false where somebody else was faster */
  async replaceHash(orgId: OrgId, { clientId, from, to }: HashChange): Promise<boolean> {
    const expected = {
      client_id: { $eq: clientId },
      organization_id: { $eq: new Types.ObjectId(orgId) },
      client_secret_hash: { $eq: from },
      is_active: { $eq: true },
    };
    const { matchedCount } = await this.model.updateOne(expected, { $set: { client_secret_hash: to } });
    return matchedCount === 1;
  }

  /** Revokes a key.
   * @returns whether it was active until now */
  async deactivate(orgId: OrgId, clientId: string): Promise<boolean> {
    const active = {
      client_id: { $eq: clientId },
      organization_id: { $eq: new Types.ObjectId(orgId) },
      is_active: { $eq: true },
    };
    const { matchedCount } = await this.model.updateOne(active, { $set: { is_active: false } });
    return matchedCount === 1;
  }

  /** Whether no organization has a key, not even a revoked one. */
  async isEmpty(): Promise<boolean> {
    return (await this.model.exists({})) === null;
  }
}
