import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JwtSignOptions } from '@nestjs/jwt';
import { AppConfig } from '../platform/config/app-config.js';

const KID_DIGITS = 16;

/** The keys that sign and verify tokens. The first secret signs; every one verifies, so that a new one can take over without
 * anybody having to sign in again. Key objects, because the library prepares a string anew for every token, which takes
 * about 50 times as long as verifying. */
@Injectable()
export class SigningKeys {
  /** How the library is to sign. */
  readonly signing: JwtSignOptions;
  /** The header of our tokens, encoded, leads to the key. */
  private readonly byHeader = new Map<string, KeyObject>();

  constructor({ signingSecrets, jwtAlgorithm: algorithm }: AppConfig) {
    const [first] = signingSecrets;
    const header = headerOf(first, algorithm);
    this.signing = { privateKey: createSecretKey(first, 'utf8'), algorithm, header };
    for (const secret of signingSecrets) {
      this.byHeader.set(encoded(headerOf(secret, algorithm)), createSecretKey(secret, 'utf8'));
    }
  }

  /** The key by which a token must be verified. A token's header is taken as a whole or not at all: one with another
   * algorithm, type or `kid`, or with `jku`, `jwk` or anything else in it, was not written by us.
   * @returns undefined where no key of ours made such a header */
  verifying(token: string): KeyObject | undefined {
    return this.byHeader.get(token.slice(0, Math.max(0, token.indexOf('.'))));
  }
}

/** The members' order is the library's. A key's id is a hash of its secret, so that no two lists can disagree on it. */
function headerOf(secret: string, alg: JwtSignOptions['algorithm']): { alg: string; typ: string; kid: string } {
  const kid = createHash('sha256').update(`aegisai kid ${secret}`).digest('hex').slice(0, KID_DIGITS);
  return { alg: String(alg), typ: 'at+jwt', kid };
}

function encoded(header: object): string {
  return Buffer.from(JSON.stringify(header)).toString('base64url');
}
