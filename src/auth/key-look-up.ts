import { Injectable } from '@nestjs/common';
import { type ApiKey, isKeyLive } from './api-key.js';
import { ApiKeysStore } from './api-keys.store.js';
import { OrganizationsStore } from './organizations.store.js';

/** Looks keys up for whoever shows their secret. */
@Injectable()
export class KeyLookUp {
  constructor(
    private readonly keys: ApiKeysStore,
    private readonly organizations: OrganizationsStore,
  ) {}

  /** As it is now, not as it was a moment ago. */
  async find(clientId: string): Promise<ApiKey | null> {
    return this.keys.find(clientId);
  }

  /** @returns why a key gets no token though its secret is right; null where it gets one */
  async whyNot(key: ApiKey, now: Date): Promise<'key_revoked' | 'key_expired' | 'organization_disabled' | null> {
    if (!key.isActive) return 'key_revoked';
    if (!isKeyLive(key, now)) return 'key_expired';
    return (await this.organizations.isEnabled(key.orgId)) ? null : 'organization_disabled';
  }
}
