import { Injectable } from '@nestjs/common';
import type { OrgId } from '../lib/org-id.js';
import { TtlCache } from '../lib/ttl-cache.js';
import { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors/app-error.js';
import { allowanceId } from './allowances.js';
import type { CustomPattern } from './custom-pattern.js';
import { CustomRulesService } from './custom-rules.service.js';
import type { ActivePolicy, Allowance, Masking, PolicyName, RiskPolicy } from './risk-policy.js';
import { RiskPoliciesStore } from './risk-policies.store.js';

/** How long a process may go by a policy that another process has changed since. */
const FRESH_MS = 2000;

/** Policies held at once; then the oldest goes. */
const MAX_HELD = 10_000;

/** Reads and sets what organizations have chosen about risk. */
@Injectable()
export class RiskPoliciesService {
  // Not the clock that tests turn: how old something is, is no matter of the date.
  private readonly held = new TtlCache<ActivePolicy>({
    ttlMs: FRESH_MS,
    maxEntries: MAX_HELD,
    now: () => performance.now(),
  });

  constructor(
    private readonly policies: RiskPoliciesStore,
    private readonly customRules: CustomRulesService,
    private readonly clock: Clock,
  ) {}

  /** @returns the policy, at most two seconds old; one that this process has set, at once */
  async of(orgId: OrgId): Promise<ActivePolicy> {
    return this.held.get(orgId, () => this.read(orgId));
  }

  /** @returns the policy as it is stored at this moment */
  async stored(orgId: OrgId): Promise<RiskPolicy> {
    return this.policies.find(orgId);
  }

  /** Sets the policy, and masking unless it is undefined: then it stays. Events that have their label keep it. */
  async set(orgId: OrgId, wanted: { policy: PolicyName; masking: Masking | undefined }): Promise<RiskPolicy> {
    return this.changed(orgId, this.policies.set(orgId, { ...wanted, now: this.clock.now() }));
  }

  /** Allows what is harmless, from the next classification on. What is allowed already stays where it is. */
  async allow(orgId: OrgId, allowances: readonly Allowance[]): Promise<RiskPolicy> {
    const policy = await this.policies.find(orgId);
    const known = new Set(policy.allowances.map(allowanceId));
    const added = allowances.filter((allowance) => !known.has(allowanceId(allowance)));
    if (added.length === 0) return policy;
    return this.changed(orgId, this.policies.allow(orgId, added, this.clock.now()));
  }

  /** Takes back one allowance.
   * @param id as `allowanceId` tells it
   * @throws NotFound where the organization has no such allowance */
  async disallow(orgId: OrgId, id: string): Promise<RiskPolicy> {
    const { allowances } = await this.policies.find(orgId);
    const allowance = allowances.find((one) => allowanceId(one) === id);
    if (allowance === undefined) throw new NotFound('Allowance');
    return this.changed(orgId, this.policies.disallow(orgId, allowance, this.clock.now()));
  }

  /** Sets the organization's own patterns, all of them, from the next classification on.
   * @throws ValidationFailed naming what is wrong with them */
  async setPatterns(orgId: OrgId, patterns: readonly CustomPattern[]): Promise<RiskPolicy> {
    await this.customRules.check(patterns);
    return this.changed(orgId, this.policies.setPatterns(orgId, patterns, this.clock.now()));
  }

  /** Takes back everything that was allowed. */
  async clearAllowances(orgId: OrgId): Promise<RiskPolicy> {
    return this.changed(orgId, this.policies.clearAllowances(orgId, this.clock.now()));
  }

  private async read(orgId: OrgId): Promise<ActivePolicy> {
    const policy = await this.policies.find(orgId);
    return { ...policy, customRules: await this.customRules.rulesOf(policy.patterns) };
  }

  /** What is read from now on is what was set, whoever reads. */
  private async changed(orgId: OrgId, change: Promise<RiskPolicy>): Promise<RiskPolicy> {
    const policy = await change;
    this.held.forget(orgId);
    return policy;
  }
}
