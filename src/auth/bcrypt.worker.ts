import { compareSync, hashSync } from 'bcryptjs';

/** What a secret costs whoever guesses it: 2 to this power rounds, 50-150 ms. The contract's value. */
const COST = 10;

/* Runs in a worker thread, where blocking is no harm; `password-hash.ts` calls these by name. */

/** @returns the bcrypt hash of a secret of at most 72 bytes */
export function hash(secret: string): string {
  return hashSync(secret, COST);
}

/** @returns whether the hash was made of this secret; false for a hash that is none */
export function matches({ secret, hash }: { secret: string; hash: string }): boolean {
  return compareSync(secret, hash);
}
