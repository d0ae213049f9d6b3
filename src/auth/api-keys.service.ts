import { Injectable, Logger } from '@nestjs/common';
import { DAY_MS } from '../lib/duration.js';
import { isOrgId, type OrgId } from '../lib/org-id.js';
import { NotFound } from '../platform/errors/app-error.js';
import { ActiveKeys } from './active-keys.js';
import type { ApiKey } from './api-key.js';
import { ApiKeysStore } from './api-keys.store.js';
import { OPERATOR } from './audit-entry.js';
import { AuditService } from './audit.service.js';
import { InvalidScope, KeyRefused } from './auth-errors.js';
import { OrganizationsStore } from './organizations.store.js';
import { parseScopes, type Scope, SCOPES } from './scopes.js';
import { SecretHashes } from './secret-hashes.js';
import { type Credentials, newClientId, newClientSecret } from './secrets.js';

const MAX_NAME_CHARS = 100;
const MAX_DAYS = 3650;

/** A key that was made; its secret is nowhere else. */
export interface NewKey extends Credentials {
  readonly organizationId: OrgId;
  readonly scopes: readonly Scope[];
  /** Null: never. */
  readonly expiresAt: Date | null;
}

/** What a key is to be; each may be left out. */
export interface KeyWish {
  /** With a space between; all of them by default. */
  readonly scopes?: string | undefined;
  /** Whole days from now, 1-3650; for ever by default. */
  readonly expiresInDays?: number | undefined;
  /** For people, 1-100 characters. */
  readonly name?: string | undefined;
}

/** Makes, lists and revokes API keys. */
@Injectable()
export class ApiKeysService {
  private readonly logger = new Logger(ApiKeysService.name);

  constructor(
    private readonly keys: ApiKeysStore,
    private readonly organizations: OrganizationsStore,
    private readonly secrets: SecretHashes,
    private readonly activeKeys: ActiveKeys,
    private readonly audit: AuditService,
  ) {}

  /** Makes a key of an organization.
   * @param organizationId as somebody typed it
   * @throws NotFound where there is no such organization
   * @throws InvalidScope or KeyRefused where the key can't be as wished */
  async createKey(organizationId: string, wish: KeyWish = {}): Promise<NewKey> {
    const orgId = await this.existing(organizationId);
    const scopes = parseScopes(wish.scopes ?? SCOPES.join(' '));
    if (scopes === null) throw new InvalidScope();
    const name = checkedName(wish.name);
    const expiresAt = expiryOf(wish.expiresInDays);
    const [clientId, clientSecret] = [newClientId(), newClientSecret()];
    const { hash: secretHash, proof } = await this.secrets.of({ clientId, clientSecret });
    const isStored = await this.keys.insert(orgId, { clientId, secretHash, proof, scopes, name, expiresAt });
    if (!isStored) throw new Error('96 random bits came twice');
    this.logger.log({ msg: 'api key created', organizationId: orgId, clientId });
    const details = {
      scopes: scopes.join(' '),
      ...(expiresAt === undefined ? {} : { expires_at: expiresAt.toISOString() }),
    };
    await this.audit.record(orgId, { action: 'key_created', clientId, actor: OPERATOR, details });
    return { clientId, clientSecret, organizationId: orgId, scopes, expiresAt: expiresAt ?? null };
  }

  /** @returns an organization's keys, revoked ones too, the oldest first
   * @throws NotFound where there is no such organization */
  async listKeys(organizationId: string): Promise<ApiKey[]> {
    return this.keys.list(await this.existing(organizationId));
  }

  /** Revokes a key for good: no new tokens at once; its tokens are refused at once by this process and within 5 s by others.
   * @returns whether it was active until now
   * @throws NotFound where there is no such key */
  async revokeKey(clientId: string): Promise<boolean> {
    const key = await this.keys.find(clientId);
    if (key === null) throw new NotFound('API key');
    const wasActive = await this.keys.deactivate(key.orgId, clientId);
    this.activeKeys.forgetKey(clientId);
    this.logger.log({ msg: 'api key revoked', organizationId: key.orgId, clientId });
    if (wasActive)
      await this.audit.record(key.orgId, { action: 'key_revoked', clientId, actor: OPERATOR, details: {} });
    return wasActive;
  }

  private async existing(organizationId: string): Promise<OrgId> {
    if (isOrgId(organizationId) && (await this.organizations.exists(organizationId))) return organizationId;
    throw new NotFound('Organization');
  }
}

function checkedName(name: string | undefined): string | undefined {
  const trimmed = name?.trim();
  if (trimmed !== undefined && (trimmed === '' || trimmed.length > MAX_NAME_CHARS)) {
    throw new KeyRefused(`A key's name has 1 to ${MAX_NAME_CHARS} characters.`);
  }
  return trimmed;
}

function expiryOf(days: number | undefined): Date | undefined {
  if (days === undefined) return undefined;
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
    throw new KeyRefused(`A key expires in 1 to ${MAX_DAYS} whole days.`);
  }
  return new Date(Date.now() + days * DAY_MS);
}
