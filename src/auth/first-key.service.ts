import { Injectable } from '@nestjs/common';
import { derivedId } from '../lib/ids.js';
import { isOrgId, type OrgId } from '../lib/org-id.js';
import { AppConfig } from '../platform/config/app-config.js';
import { ApiKeysStore } from './api-keys.store.js';
import { AuditService } from './audit.service.js';
import { OrganizationsStore } from './organizations.store.js';
import { SCOPES } from './scopes.js';
import { SecretHashes } from './secret-hashes.js';
import { type Credentials, newClientId, newClientSecret } from './secrets.js';

const ORGANIZATION_NAME = 'Default';
const KEY_ID = objectIdOf('first key');

/** A key that was just made, and its organization. */
export interface FirstKey extends Credentials {
  readonly orgId: OrgId;
}

/** Makes the first key of an empty database, without which nobody could sign in. */
@Injectable()
export class FirstKeyService {
  constructor(
    private readonly keys: ApiKeysStore,
    private readonly organizations: OrganizationsStore,
    private readonly secrets: SecretHashes,
    private readonly audit: AuditService,
    private readonly config: AppConfig,
  ) {}

  /** Makes an organization with one key where there is no key at all, not even a revoked one: the configured key, or in
   * development one with new credentials; else none. Of several processes at once one makes it.
   * @returns new credentials, to be shown now or never; null where there are none to show */
  async ensureFirstKey(): Promise<FirstKey | null> {
    if (!(await this.keys.isEmpty())) return null;
    const { aegisBootstrapClientId: clientId, aegisBootstrapClientSecret: clientSecret } = this.config;
    if (clientId !== undefined && clientSecret !== undefined) {
      await this.make({ clientId, clientSecret });
      return null;
    }
    if (this.config.environment !== 'development') return null;
    const credentials = { clientId: newClientId(), clientSecret: newClientSecret() };
    return (await this.make(credentials)) ? { orgId: firstOrganization(), ...credentials } : null;
  }

  /** Both ids are fixed, so that the database refuses the second of two; and a start that died halfway is taken up. */
  private async make({ clientId, clientSecret }: Credentials): Promise<boolean> {
    const { hash: secretHash, proof } = await this.secrets.of({ clientId, clientSecret });
    const orgId = firstOrganization();
    await this.organizations.ensure(orgId, ORGANIZATION_NAME);
    const isMade = await this.keys.insert(orgId, { id: KEY_ID, clientId, secretHash, proof, scopes: SCOPES });
    const note = { action: 'key_created', clientId, actor: { via: 'server', clientId: null } } as const;
    if (isMade) await this.audit.record(orgId, { ...note, details: { scopes: SCOPES.join(' ') } });
    return isMade;
  }
}

function firstOrganization(): OrgId {
  const id = objectIdOf('first organization');
  if (!isOrgId(id)) throw new Error('a derived id is hexadecimal');
  return id;
}

/** @returns 24 hexadecimal digits */
function objectIdOf(name: string): string {
  return derivedId(name).slice(0, 24);
}
