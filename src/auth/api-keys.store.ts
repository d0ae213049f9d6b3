import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { PASSING_WRITE } from '../platform/durable-write.js';
import type { ApiKey, PreviousSecret } from './api-key.js';
import { ApiKeyRecord } from './api-key.schema.js';
import { isDuplicateKey, orgIdFrom } from './object-id.js';
import { type Scope, SCOPES } from './scopes.js';

/** A key to be stored. */
export interface NewApiKey {
  /** 24 hexadecimal digits where the key must be the only one of its kind; else it gets an id of its own. */
  readonly id?: string;
  readonly clientId: string;
  readonly secretHash: string;
  readonly proof: string;
  readonly scopes: readonly Scope[];
  readonly name?: string | undefined;
  readonly expiresAt?: Date | undefined;
}

/** The replacement of one secret by another. */
export interface SecretChange {
  readonly clientId: string;
  /** Version of the secret that is replaced. */
  readonly fromVersion: number;
  /** bcrypt, of the new secret. */
  readonly hash: string;
  /** See `secretHint`, of the new secret. */
  readonly hint: string;
  /** See `SecretProofs`, of the new secret. */
  readonly proof: string;
  /** The replaced one, where it is to be good for a while yet. */
  readonly previous: PreviousSecret | null;
  readonly keptTokenId: string;
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
  async insert(orgId: OrgId, key: NewApiKey): Promise<boolean> {
    const { id, clientId, secretHash, proof, scopes, name, expiresAt } = key;
    try {
      await this.model.insertOne({
        _id: new Types.ObjectId(id),
        organization_id: new Types.ObjectId(orgId),
        client_id: clientId,
        client_secret_hash: secretHash,
        is_active: true,
        created_at: this.clock.now(),
        secret_version: 1,
        secret_proof: proof,
        scopes: [...scopes],
        ...(name === undefined ? {} : { name }),
        ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
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
    return record === null ? null : fromRecord(record);
  }

  /** @returns an organization's keys, revoked ones too, the oldest first */
  async list(orgId: OrgId): Promise<ApiKey[]> {
    const own = { organization_id: { $eq: new Types.ObjectId(orgId) } };
    const records = await this.model.find(own).sort({ _id: 1 }).lean();
    return records.map(fromRecord);
  }

  /** Replaces the secret of an active key, if it is still the expected one.
   * @returns false where somebody else was faster */
  async replaceSecret(orgId: OrgId, change: SecretChange): Promise<boolean> {
    const { clientId, fromVersion, hash, hint, proof, previous, keptTokenId } = change;
    // A null finds keys that are older than versions, whose secret is the first.
    const versions = fromVersion === 1 ? [1, null] : [fromVersion];
    const expected = { ...activeKey(orgId, clientId), secret_version: { $in: versions } };
    const changed = {
      client_secret_hash: hash,
      secret_version: fromVersion + 1,
      secret_hint: hint,
      secret_proof: proof,
      kept_token_id: keptTokenId,
    };
    const update =
      previous === null
        ? { $set: changed, $unset: { previous_secret: 1 } }
        : { $set: { ...changed, previous_secret: toPreviousRecord(previous) } };
    const { matchedCount } = await this.model.updateOne(expected, update);
    return matchedCount === 1;
  }

  /** Notes the proof of an active key's present secret, unless that was replaced meanwhile. */
  async noteProof(orgId: OrgId, clientId: string, { hash, proof }: { hash: string; proof: string }): Promise<void> {
    const expected = { ...activeKey(orgId, clientId), client_secret_hash: { $eq: hash } };
    await this.model.updateOne(expected, { $set: { secret_proof: proof } });
  }

  /** Revokes a key.
   * @returns whether it was active until now */
  async deactivate(orgId: OrgId, clientId: string): Promise<boolean> {
    const { matchedCount } = await this.model.updateOne(activeKey(orgId, clientId), { $set: { is_active: false } });
    return matchedCount === 1;
  }

  /** Notes that a key was used, unless that is noted since a moment.
   * @param since the moment */
  async touch(orgId: OrgId, clientId: string, since: Date): Promise<void> {
    const stale = { $or: [{ last_used_at: { $eq: null } }, { last_used_at: { $lt: since } }] };
    await this.model.updateOne(
      { ...activeKey(orgId, clientId), ...stale },
      { $set: { last_used_at: this.clock.now() } },
      PASSING_WRITE,
    );
  }

  /** Whether no organization has a key, not even a revoked one. */
  async isEmpty(): Promise<boolean> {
    return (await this.model.exists({})) === null;
  }
}

function activeKey(orgId: OrgId, clientId: string): object {
  return {
    client_id: { $eq: clientId },
    organization_id: { $eq: new Types.ObjectId(orgId) },
    is_active: { $eq: true },
  };
}

function toPreviousRecord({ hash, version, goodUntil, proof }: PreviousSecret): ApiKeyRecord['previous_secret'] {
  return { hash, version, good_until: goodUntil, ...(proof ? { proof } : {}) };
}

function fromRecord(record: ApiKeyRecord): ApiKey {
  const { previous_secret: previous } = record;
  const scopes = SCOPES.filter((scope) => record.scopes?.includes(scope) ?? true);
  return {
    orgId: orgIdFrom(record.organization_id),
    clientId: record.client_id,
    name: record.name ?? null,
    scopes,
    secret: {
      hash: record.client_secret_hash,
      version: record.secret_version ?? 1,
      proof: record.secret_proof ?? null,
    },
    hint: record.secret_hint ?? null,
    previous:
      previous === undefined
        ? null
        : {
            hash: previous.hash,
            version: previous.version,
            goodUntil: previous.good_until,
            proof: previous.proof ?? null,
          },
    keptTokenId: record.kept_token_id ?? null,
    isActive: record.is_active,
    createdAt: record.created_at,
    expiresAt: record.expires_at ?? null,
    lastUsedAt: record.last_used_at ?? null,
  };
}
