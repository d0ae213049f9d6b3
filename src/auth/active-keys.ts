import { Inject, Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { Clock } from '../platform/clock.js';
import { type ApiKey, isTokenLive, type TokenOrigin } from './api-key.js';
import { ApiKeysStore } from './api-keys.store.js';
import { OrganizationsStore } from './organizations.store.js';
import { TtlCache } from '../lib/ttl-cache.js';

/** How late it is noticed that another process revoked a key, replaced a secret or disabled an organization, milliseconds.
 * Documented: keep it. */
const TTL_MS = 5000;
const MAX_ENTRIES = 10_000;

/** Injection token of a clock in milliseconds that never steps back. */
export const MONOTONIC_CLOCK = Symbol('MONOTONIC_CLOCK');

/** Which keys and organizations are good, asked by every request and therefore remembered for a moment. */
@Injectable()
export class ActiveKeys {
  private readonly keyCache: TtlCache<ApiKey | null>;
  private readonly organizationCache: TtlCache<boolean>;

  constructor(
    private readonly keys: ApiKeysStore,
    private readonly organizations: OrganizationsStore,
    private readonly clock: Clock,
    @Inject(MONOTONIC_CLOCK) now: () => number,
  ) {
    this.keyCache = new TtlCache({ ttlMs: TTL_MS, maxEntries: MAX_ENTRIES, now });
    this.organizationCache = new TtlCache({ ttlMs: TTL_MS, maxEntries: MAX_ENTRIES, now });
  }

  /** Whether a token is still good: its key, the secret it was issued for, and its organization. */
  async admits(token: TokenOrigin): Promise<boolean> {
    const { clientId, orgId } = token;
    const key = await this.keyCache.get(clientId, () => this.keys.find(clientId));
    if (key === null || !isTokenLive(key, token, this.clock.now())) return false;
    return this.organizationCache.get(orgId, () => this.organizations.isEnabled(orgId));
  }

  /** Takes a change of the key into account with the next request. */
  forgetKey(clientId: string): void {
    this.keyCache.forget(clientId);
  }

  /** Takes a change of the organization into account with the next request. */
  forgetOrganization(orgId: OrgId): void {
    this.organizationCache.forget(orgId);
  }
}
