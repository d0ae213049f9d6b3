import { Inject, Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { ApiKeysStore } from './api-keys.store.js';
import { TtlCache } from './ttl-cache.js';

/** How late a revocation by another process is noticed, milliseconds. Documented: keep it. */
const TTL_MS = 5000;
const MAX_ENTRIES = 10_000;

/** Injection token of a clock in milliseconds that never steps back. */
export const MONOTONIC_CLOCK = Symbol('MONOTONIC_CLOCK');

/** Which keys are active, asked by every request and therefore remembered for a moment. */
@Injectable()
export class ActiveKeys {
  private readonly cache: TtlCache<OrgId | null>;

  constructor(
    private readonly keys: ApiKeysStore,
    @Inject(MONOTONIC_CLOCK) now: () => number,
  ) {
    this.cache = new TtlCache({ ttlMs: TTL_MS, maxEntries: MAX_ENTRIES, now });
  }

  /** The organization of an active key; null where the key is unknown or revoked. */
  async organizationOf(clientId: string): Promise<OrgId | null> {
    return this.cache.get(clientId, async () => {
      const key = await this.keys.find(clientId);
      return key?.isActive ? key.orgId : null;
    });
  }

  /** Takes a change of the key into account with the next request. */
  forget(clientId: string): void {
    this.cache.forget(clientId);
  }
}
