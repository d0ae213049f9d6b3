import { Inject, Injectable } from '@nestjs/common';
import { BoundedMap } from '../lib/bounded-map.js';
import { type BucketRate, takeTokens, type TokenBucket } from '../lib/token-bucket.js';
import { MONOTONIC_CLOCK } from './active-keys.js';
import { addressGroup } from '../lib/address-group.js';
import type { Attempt } from './failure-budgets.js';

/** Of everybody together: a tenth of a processor at most. */
const TOGETHER: BucketRate = { perSecond: 1, burst: 10 };
/** Of one address: others get their turn, too. */
const OF_ADDRESS: BucketRate = { perSecond: 0.1, burst: 2 };
const MAX_ADDRESSES = 10_000;

/** The few secrets that are compared although too many were wrong: the right one may be among them. Known clients have
 * no need of it, see `SecretProofs`. Asked in the same way for clients that don't exist, so that nothing is told. */
@Injectable()
export class LastChances {
  private together: TokenBucket | undefined;
  private readonly byAddress = new BoundedMap<TokenBucket>(MAX_ADDRESSES);

  constructor(@Inject(MONOTONIC_CLOCK) private readonly now: () => number) {}

  /** @returns whether there is one left, which is taken then */
  take({ address }: Pick<Attempt, 'address'>): boolean {
    const group = addressGroup(address);
    const own = takeTokens(this.byAddress.get(group), 1, OF_ADDRESS, this.now());
    if (own.waitSeconds > 0) return false;
    const all = takeTokens(this.together, 1, TOGETHER, this.now());
    if (all.waitSeconds > 0) return false;
    this.together = all.bucket;
    this.byAddress.set(group, own.bucket);
    return true;
  }
}
