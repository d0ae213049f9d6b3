import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { MINUTE_MS } from '../lib/duration.js';
import { MONOTONIC_CLOCK } from './active-keys.js';
import type { HashedSecret } from './api-key.js';
import { TooManyFailures, TooManyHashes } from './auth-errors.js';
import { type Attempt, FailureBudgets } from './failure-budgets.js';
import { isTooLongForBcrypt, PasswordHash } from './password-hash.js';
import { SecretProofs } from './secret-proofs.js';
import { LastChances } from './last-chances.js';
import { TtlCache } from '../lib/ttl-cache.js';

const REMEMBERED_MS = 5 * MINUTE_MS;
const MAX_ENTRIES = 10_000;

/** A secret that somebody shows. */
export interface ShownSecret extends Attempt {
  readonly clientSecret: string;
}

/** Says whether a secret is right, at a price that neither clients who ask often nor those who guess can drive up. What was
 * right is remembered for five minutes, as a keyed hash over client, secret and stored hash: a secret that was replaced is
 * remembered in vain. */
@Injectable()
export class SecretCheck {
  private readonly hmacKey = randomBytes(32);
  private readonly right: TtlCache<true>;

  constructor(
    private readonly passwords: PasswordHash,
    private readonly budgets: FailureBudgets,
    private readonly proofs: SecretProofs,
    private readonly chances: LastChances,
    @Inject(MONOTONIC_CLOCK) now: () => number,
  ) {
    this.right = new TtlCache({ ttlMs: REMEMBERED_MS, maxEntries: MAX_ENTRIES, now });
  }

  /** Whoever shows a secret whose proof is known passes by all that strangers use up. Where too many were wrong, a few
   * are compared yet: of a secret that is right, and whose proof isn't known, too.
   * @param known the one secret it is compared with; null where the client is unknown, which takes as long
   * @throws TooManyHashes or TooManyFailures where somebody else's turn is first */
  async isRight(shown: ShownSecret, known: HashedSecret | null): Promise<boolean> {
    const hash = known?.hash ?? null;
    const id = this.idOf(shown, hash);
    const compare = async (lane: 'open' | 'reserved'): Promise<boolean> =>
      this.remembered(id, async () => this.passwords.matches(shown.clientSecret, hash, lane));
    if (this.right.has(id)) return compare('open');
    if (this.proofs.isOf(shown, known?.proof ?? null)) return compare('reserved');
    try {
      return await this.charged(shown, async () => compare('open'));
    } catch (error) {
      const isHeldOff = error instanceof TooManyFailures || error instanceof TooManyHashes;
      if (!isHeldOff || !this.chances.take(shown) || !(await compare('reserved'))) throw error;
      return true;
    }
  }

  /** A wrong secret is paid for. */
  private async charged(shown: ShownSecret, compare: () => Promise<boolean>): Promise<boolean> {
    const settle = this.budgets.spend(shown);
    // Not worth a hash, and no more to be learned from the time: nobody has such a secret.
    if (isTooLongForBcrypt(shown.clientSecret)) return false;
    try {
      const isRight = await compare();
      if (isRight) settle('right');
      return isRight;
    } catch (error) {
      settle('unknown');
      throw error;
    }
  }

  /** Those who show the same at the same moment share one comparison; only a match is remembered. */
  private async remembered(id: string, matches: () => Promise<boolean>): Promise<boolean> {
    try {
      return await this.right.get(id, async () => {
        if (await matches()) return true;
        throw WRONG;
      });
    } catch (error) {
      if (error === WRONG) return false;
      throw error;
    }
  }

  private idOf({ clientId, clientSecret }: ShownSecret, hash: string | null): string {
    const parts = JSON.stringify([clientId, clientSecret, hash]);
    return createHmac('sha256', this.hmacKey).update(parts).digest('base64');
  }
}

/** How a comparison that failed gets past the memory for those that succeed. */
const WRONG = new Error('no match');
