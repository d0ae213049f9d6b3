import { Inject, Injectable } from '@nestjs/common';
import { MINUTE_MS, SECOND_MS } from '../lib/duration.js';
import { takeTokens, type TokenBucket } from '../lib/token-bucket.js';
import { AppConfig } from '../platform/config/app-config.js';
import { MONOTONIC_CLOCK } from './active-keys.js';
import { addressGroup } from '../lib/address-group.js';
import { TooManyFailures } from './auth-errors.js';
import { BoundedMap } from '../lib/bounded-map.js';

/** In which time a budget that is used up is whole again. */
const REFILL_SECONDS = (10 * MINUTE_MS) / SECOND_MS;
const MAX_ENTRIES = 10_000;

/** Who tries a secret. */
export interface Attempt {
  readonly clientId: string;
  /** Where from. */
  readonly address: string;
}

interface Budget {
  readonly name: string;
  /** Failures at once. */
  readonly size: number;
}

/** How often somebody may be wrong. Every try costs one of the budget of its client and one of its address, and a right one
 * gets them back. Where a budget is used up the next try has to wait until it has grown, at a steady rate: nobody is ever
 * locked out. Who was right once from an address has a budget of their own there, which strangers who try the same client
 * or come from the same address can't use up. */
@Injectable()
export class FailureBudgets {
  private readonly buckets = new BoundedMap<TokenBucket>(MAX_ENTRIES);
  private readonly acquainted = new BoundedMap<true>(MAX_ENTRIES);

  constructor(
    private readonly config: AppConfig,
    @Inject(MONOTONIC_CLOCK) private readonly now: () => number,
  ) {}

  /** Takes what a failure would cost.
   * @returns to be called where the secret was right: gives it back. Not to be called where it was wrong
   * @throws TooManyFailures where there is nothing left; nothing is taken then */
  spend(attempt: Attempt): (outcome: 'right' | 'unknown') => void {
    const budgets = this.budgetsOf(attempt);
    const taken = budgets.map((budget) => ({ ...budget, ...this.take(budget) }));
    const waitSeconds = Math.max(...taken.map((each) => each.waitSeconds));
    if (waitSeconds > 0) throw new TooManyFailures(waitSeconds);
    for (const { name, bucket } of taken) this.buckets.set(name, bucket);
    return (outcome) => {
      for (const budget of budgets) this.giveBack(budget);
      if (outcome === 'right') this.acquainted.set(pairOf(attempt), true);
    };
  }

  private budgetsOf(attempt: Attempt): readonly Budget[] {
    const { tokenFailuresPerClient: perClient, tokenFailuresPerAddress: perAddress } = this.config;
    const pair = pairOf(attempt);
    if (this.acquainted.get(pair)) return [{ name: `pair ${pair}`, size: perClient }];
    return [
      { name: `client ${attempt.clientId}`, size: perClient },
      { name: `address ${addressGroup(attempt.address)}`, size: perAddress },
    ];
  }

  private take({ name, size }: Budget): { bucket: TokenBucket; waitSeconds: number } {
    const rate = { perSecond: size / REFILL_SECONDS, burst: size };
    return takeTokens(this.buckets.get(name), 1, rate, this.now());
  }

  private giveBack({ name, size }: Budget): void {
    const bucket = this.buckets.get(name);
    if (bucket !== undefined) this.buckets.set(name, { ...bucket, tokens: Math.min(size, bucket.tokens + 1) });
  }
}

/** A clientId has no space in it where it is anybody's. */
function pairOf({ clientId, address }: Attempt): string {
  return `${addressGroup(address)} ${clientId}`;
}
