import { Injectable, Logger } from '@nestjs/common';
import { isOrgId, type OrgId } from '../lib/org-id.js';
import { NotFound } from '../platform/errors/app-error.js';
import { ActiveKeys } from './active-keys.js';
import { ApiKeysStore } from './api-keys.store.js';
import { InvalidToken, SecretChanged } from './auth-errors.js';
import type { Caller } from './caller.decorator.js';
import { OrganizationsStore } from './organizations.store.js';
import { PasswordHash } from './password-hash.js';
import { type Credentials, newClientId, newClientSecret } from './secrets.js';

/** A key that was made; its secret is nowhere else. */
export interface NewKey extends Credentials {
  readonly organizationId: OrgId;
}

/** Makes, changes and revokes API keys. */
@Injectable()
export class ApiKeysService {
  private readonly logger = new Logger(ApiKeysService.name);

  constructor(
    private readonly keys: ApiKeysStore,
    private readonly organizations: OrganizationsStore,
    private readonly passwords: PasswordHash,
    private readonly activeKeys: ActiveKeys,
  ) {}

  /** Makes a key of an organization.
   * @param organizationId as somebody typed it
   * @throws NotFound where there is no such organization */
  async createKey(organizationId: string): Promise<NewKey> {
    if (!isOrgId(organizationId) || !(await this.organizations.exists(organizationId))) {
      throw new NotFound('Organization');
    }
    const credentials = { clientId: newClientId(), clientSecret: newClientSecret() };
    const secretHash = await this.passwords.hash(credentials.clientSecret);
    const { clientId } = credentials;
    const isStored = await this.keys.insert(organizationId, { clientId, secretHash });
    if (!isStored) throw new Error('96 random bits came twice');
    this.logger.log({ msg: 'api key created', organizationId, clientId });
    return { ...credentials, organizationId };
  }

  /** Replaces the secret of the caller's key. The old one stops at once; tokens it got live on until they expire.
   * @throws SecretChanged to all but one of several at the same moment
   * @throws InvalidToken where the key was revoked meanwhile */
  async refreshSecret({ orgId, clientId }: Caller): Promise<Credentials> {
    const key = await this.keys.find(clientId);
    if (key === null || !key.isActive || key.orgId !== orgId) throw new InvalidToken();
    const clientSecret = newClientSecret();
    const to = await this.passwords.hash(clientSecret);
    const isReplaced = await this.keys.replaceHash(orgId, { clientId, from: key.secretHash, to });
    if (!isReplaced) throw new SecretChanged();
    this.logger.log({ msg: 'api key secret replaced', organizationId: orgId, clientId });
    return { clientId, clientSecret };
  }

  /** Revokes a key for good: no new tokens at once; its tokens are refused at once by this process and within 5 s by others.
   * @returns whether it was active until now
   * @throws NotFound where there is no such key */
  async revokeKey(clientId: string): Promise<boolean> {
    const key = await this.keys.find(clientId);
    if (key === null) throw new NotFound('API key');
    const wasActive = await this.keys.deactivate(key.orgId, clientId);
    this.activeKeys.forget(clientId);
    this.logger.log({ msg: 'api key revoked', organizationId: key.orgId, clientId });
    return wasActive;
  }
}
