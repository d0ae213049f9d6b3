import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import type { Credentials } from './secrets.js';

const KEY_BYTES = 32;
const PURPOSE = 'aegisai secret proof 1';
/** 80 bits: nobody meets one by chance. */
const PROOF_DIGITS = 20;

/** Tells at once, without bcrypt, who most likely shows the right secret: a keyed hash that is stored beside the
 * secret's. Its key is derived (HKDF) from the secrets that sign tokens, so that it helps nobody to guess who has
 * only the database. It opens nothing by itself: it says whose turn at bcrypt is first. */
@Injectable()
export class SecretProofs {
  private readonly keys: readonly [Buffer, ...Buffer[]];

  constructor({ signingSecrets: [first, ...others] }: AppConfig) {
    this.keys = [keyOf(first), ...others.map(keyOf)];
  }

  /** @returns 20 hexadecimal digits, to be stored */
  of(credentials: Credentials): string {
    return proofOf(this.keys[0], credentials);
  }

  /** Whether a stored proof is the one that `of` makes: where a server signs with another secret since, it isn't. */
  isNewest(credentials: Credentials, proof: string | null): boolean {
    return proof !== null && isEqual(this.of(credentials), proof);
  }

  /** Whether a stored proof is that of a secret, by one of the secrets that sign tokens.
   * @param proof null where none is stored */
  isOf(credentials: Credentials, proof: string | null): boolean {
    return proof !== null && this.keys.some((key) => isEqual(proofOf(key, credentials), proof));
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, KEY_BYTES));
}

function proofOf(key: Buffer, { clientId, clientSecret }: Credentials): string {
  const text = JSON.stringify([clientId, clientSecret]);
  return createHmac('sha256', key).update(text).digest('hex').slice(0, PROOF_DIGITS);
}

function isEqual(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
