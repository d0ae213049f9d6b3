import type { ApiKey } from '../../src/auth/api-key.js';
import { SCOPES } from '../../src/auth/scopes.js';
import { isOrgId } from '../../src/lib/org-id.js';

/** Whose the keys are by default. */
export const ORG_ID = '65f0c2b9e7a1d4c3b8e6f0a1';

/** Keys in memory; says how often it was asked. */
export class FakeKeys {
  readonly keys = new Map<string, ApiKey>();
  reads = 0;
  touches = 0;
  /** Runs before each look-up is answered. */
  beforeAnswer = async (): Promise<void> => undefined;
  failure: Error | undefined;

  async find(clientId: string): Promise<ApiKey | null> {
    this.reads++;
    if (this.failure !== undefined) throw this.failure;
    await this.beforeAnswer();
    return this.keys.get(clientId) ?? null;
  }

  async touch(): Promise<void> {
    this.touches++;
    throw new Error('nobody is to hear of it');
  }

  put(
    clientId: string,
    { orgId = ORG_ID, ...fields }: { orgId?: string } & Partial<Omit<ApiKey, 'orgId'>> = {},
  ): ApiKey {
    if (!isOrgId(orgId)) throw new Error('not an OrgId');
    const key = {
      orgId,
      clientId,
      name: null,
      scopes: SCOPES,
      secret: { hash: '', version: 1 },
      hint: null,
      previous: null,
      keptTokenId: null,
      isActive: true,
      createdAt: new Date(0),
      expiresAt: null,
      lastUsedAt: null,
      ...fields,
    };
    this.keys.set(clientId, key);
    return key;
  }
}

/** Organizations in memory. */
export class FakeOrganizations {
  disabled = new Set<string>();

  async isEnabled(orgId: string): Promise<boolean> {
    return !this.disabled.has(orgId);
  }
}
