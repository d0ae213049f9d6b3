import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../auth/audit.service.js';
import type { Caller } from '../auth/caller.decorator.js';
import { allowanceId } from './allowances.js';
import type { CustomPattern } from './custom-pattern.js';
import type { Allowance, RiskPolicy } from './risk-policy.js';

/** Enough of a hash to tell two apart. */
const SHOWN_DIGITS = 16;

/** Audits what callers decide about risk: names, hashes and counts, never a text or a pattern. */
@Injectable()
export class RiskAudit {
  constructor(private readonly audit: AuditService) {}

  /** Policy and masking were set. */
  async policySet(caller: Caller, before: RiskPolicy, after: RiskPolicy): Promise<void> {
    await this.audit.recordRequest(caller, 'policy_set', {
      policy_from: before.policy,
      policy: after.policy,
      masking_from: before.masking,
      masking: after.masking,
    });
  }

  /** The organization's own patterns were set. */
  async patternsSet(caller: Caller, before: RiskPolicy, { patterns }: RiskPolicy): Promise<void> {
    await this.audit.recordRequest(caller, 'patterns_set', {
      count_from: before.patterns.length,
      count: patterns.length,
      names: patterns.map(({ name }) => name).join(' '),
      hashes: patterns.map(hashOf).join(' '),
    });
  }

  /** Something was allowed. */
  async allowanceAdded(caller: Caller, allowance: Allowance): Promise<void> {
    await this.audit.recordRequest(caller, 'allowance_added', detailsOf(allowance));
  }

  /** Something is no longer allowed.
   * @param before policy in which it was */
  async allowanceRemoved(caller: Caller, id: string, before: RiskPolicy): Promise<void> {
    const allowance = before.allowances.find((each) => allowanceId(each) === id);
    const details = allowance === undefined ? { id: id.slice(0, SHOWN_DIGITS) } : detailsOf(allowance);
    await this.audit.recordRequest(caller, 'allowance_removed', details);
  }

  /** Nothing is allowed any more. */
  async allowancesCleared(caller: Caller, before: RiskPolicy): Promise<void> {
    await this.audit.recordRequest(caller, 'allowances_cleared', { count: before.allowances.length });
  }

  /** A call was said to be harmless.
   * @param allowed what is allowed from now on, because of it */
  async feedbackGiven(
    caller: Caller,
    eventId: string,
    { scope, allowed }: { readonly scope: 'text' | 'rule'; readonly allowed: readonly Allowance[] },
  ): Promise<void> {
    const rules = allowed.flatMap((allowance) => (allowance.kind === 'rule' ? [allowance.rule] : []));
    await this.audit.recordRequest(caller, 'feedback_given', {
      event_id: eventId,
      scope,
      allowed: allowed.length,
      ...(rules.length === 0 ? {} : { rules: rules.join(' ') }),
    });
  }
}

function detailsOf(allowance: Allowance): Readonly<Record<string, string>> {
  const id = allowanceId(allowance).slice(0, SHOWN_DIGITS);
  if (allowance.kind === 'text') return { kind: 'text', id };
  return { kind: 'rule', id, rule: allowance.rule, model: allowance.modelName };
}

/** Over everything in a pattern: one that scores nothing any more is another, too. */
function hashOf({ pattern, about, strength }: CustomPattern): string {
  const text = JSON.stringify([pattern, about, strength]);
  return createHash('sha256').update(text).digest('hex').slice(0, SHOWN_DIGITS);
}
