import { beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../platform/config/load-config.js';
import { TooManyFailures, TooManyHashes } from './auth-errors.js';
import { FailureBudgets } from './failure-budgets.js';
import type { PasswordHash } from './password-hash.js';
import { LastChances } from './last-chances.js';
import { SecretCheck } from './secret-check.js';
import { SecretProofs } from './secret-proofs.js';

const FIRST = { hash: 'hash of right', version: 1 };
const SECOND = { hash: 'hash of new', version: 2 };
const MINUTE_MS = 60_000;
const proofs = new SecretProofs(loadConfig({}));
const PROVEN = { ...FIRST, proof: proofs.of({ clientId: 'acme', clientSecret: 'right' }) };

/** Hashes that can be read; says how often it was asked. */
class FakePasswords {
  comparisons = 0;
  failure: Error | undefined;

  lanes: (string | undefined)[] = [];

  async matches(secret: string, hash: string | null, lane?: string): Promise<boolean> {
    this.comparisons++;
    this.lanes.push(lane);
    if (this.failure !== undefined) throw this.failure;
    return hash === `hash of ${secret}`;
  }
}

describe(SecretCheck.name, () => {
  let nowMs: number, passwords: FakePasswords, check: SecretCheck;
  beforeEach(() => {
    nowMs = 0;
    passwords = new FakePasswords();
    const budgets = new FailureBudgets(loadConfig({ TOKEN_FAILURES_PER_CLIENT: '3' }), () => nowMs);
    const now = (): number => nowMs;
    check = new SecretCheck(passwords as unknown as PasswordHash, budgets, proofs, new LastChances(now), now);
  });
  const show = async (clientSecret: string, known: typeof FIRST | null = FIRST, clientId = 'acme'): Promise<boolean> =>
    check.isRight({ clientId, clientSecret, address: '203.0.113.7' }, known);

  it('remembers for five minutes what was right', async () => {
    for (let time = 0; time < 10; time++) expect(await show('right')).toBe(true);
    expect(passwords.comparisons).toBe(1);
    nowMs += 5 * MINUTE_MS - 1;
    await show('right');
    expect(passwords.comparisons).toBe(1);
    nowMs += 1;
    await show('right');
    expect(passwords.comparisons).toBe(2);
  });

  it('remembers nothing that was wrong', async () => {
    for (let time = 0; time < 2; time++) expect(await show('wrong')).toBe(false);
    expect(passwords.comparisons).toBe(2);
  });

  it('remembers in vain a secret that was replaced', async () => {
    await show('right');
    expect(await show('right', SECOND)).toBe(false);
    expect(passwords.comparisons).toBe(2);
  });

  it('takes one client’s secret for no other’s', async () => {
    await show('right');
    await show('right', FIRST, 'globex');
    expect(passwords.comparisons).toBe(2);
  });

  it('compares once for all who show the same at the same moment', async () => {
    expect(await Promise.all([show('right'), show('right'), show('right')])).toEqual([true, true, true]);
    expect(passwords.comparisons).toBe(1);
  });

  it('compares for an unknown client too', async () => {
    expect(await show('right', null)).toBe(false);
    expect(passwords.comparisons).toBe(1);
  });

  it('compares nothing beyond 72 bytes', async () => {
    expect(await show('ä'.repeat(37))).toBe(false);
    expect(passwords.comparisons).toBe(0);
  });

  it('lets wait who was wrong too often, but not who is remembered', async () => {
    await show('right');
    for (const wrong of ['a', 'b', 'c']) await show(wrong);
    await expect(show('d')).rejects.toThrow(TooManyFailures);
    expect(await show('right')).toBe(true);
  });

  it('never lets wait who shows a secret whose proof is known', async () => {
    for (const wrong of ['a', 'b', 'c']) await show(wrong, PROVEN);
    for (const wrong of ['d', 'e', 'f']) await expect(show(wrong, PROVEN)).rejects.toThrow(TooManyFailures);
    expect(await show('right', PROVEN)).toBe(true);
    expect(passwords.lanes.at(-1)).toBe('reserved');
  });

  it.each([
    { whose: 'a key whose proof isn’t known', known: FIRST },
    { whose: 'a key whose proof is of another secret', known: { ...FIRST, proof: '0'.repeat(20) } },
  ])('compares the right secret of $whose yet, where too many were wrong', async ({ known }) => {
    for (const wrong of ['a', 'b', 'c']) await show(wrong, known);
    expect(await show('right', known)).toBe(true);
  });

  it.each([
    { whom: 'a known client', known: FIRST },
    { whom: 'an unknown client', known: null },
  ])('compares few secrets of $whom where too many were wrong', async ({ known }) => {
    for (const wrong of ['a', 'b', 'c']) await show(wrong, known);
    for (let time = 0; time < 100; time++) await expect(show('d', known)).rejects.toThrow(TooManyFailures);
    expect(passwords.comparisons).toBe(3 + 2);
  });

  it('doesn’t charge for what nobody looked at', async () => {
    passwords.failure = new TooManyHashes();
    for (let time = 0; time < 10; time++) await expect(show('right')).rejects.toThrow(TooManyHashes);
    passwords.failure = undefined;
    expect(await show('right')).toBe(true);
  });
});
