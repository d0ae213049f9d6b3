import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { TtlCache } from '../lib/ttl-cache.js';
import { Clock } from '../platform/clock.js';
import { type Allowance, type Masking, type PolicyName, type RiskPolicy } from './risk-policy.js';
import { RiskPoliciesStore } from './risk-policies.store.js';

/** How long a process may go by a policy that another process has changed since. */
const FRESH_MS = 2000;

/** Policies held at once; then the oldest goes. */
const MAX_HELD = 10_000;

/** Reads and sets what organizations have chosen about risk. */
@Injectable()
export class RiskPoliciesService {
  // Not the clock that tests turn: how old something is, is no matter of the date.
  private readonly held = new TtlCache<RiskPolicy>({
    ttlMs: FRESH_MS,
    maxEntries: MAX_HELD,
    now: () => performance.now(),
  });

  constructor(
    private readonly policies: RiskPoliciesStore,
    private readonly clock: Clock,
  ) {}

  /** @returns the policy, at most two seconds old; one that this process has set, at once */
  async of(orgId: OrgId): Promise<RiskPolicy> {
    return this.held.get(orgId, () => this.policies.find(orgId));
  }

  /** Sets policy and masking. Events that have their label keep it. */
  async set(orgId: OrgId, wanted: { policy: PolicyName; masking: Masking }): Promise<RiskPolicy> {
    return this.changed(orgId, this.policies.set(orgId, { ...wanted, now: this.clock.now() }));
  }

  /** Allows what is harmless, from the next classification on. */
  async allow(orgId: OrgId, allowances: readonly Allowance[]): Promise<RiskPolicy> {
    return this.changed(orgId, this.policies.allow(orgId, allowances, this.clock.now()));
  }

  /** Takes back everything that was allowed. */
  async clearAllowances(orgId: OrgId): Promise<RiskPolicy> {
    return this.changed(orgId, this.policies.clearAllowances(orgId, this.clock.now()));
  }

  /** What is read from now on is what was set, whoever reads. */
  private async changed(orgId: OrgId, change: Promise<RiskPolicy>): Promise<RiskPolicy> {
    const policy = await change;
    this.held.forget(orgId);
    return policy;
  }
}
