import { Injectable } from '@nestjs/common';
import { PasswordHash } from './password-hash.js';
import { SecretProofs } from './secret-proofs.js';
import type { Credentials } from './secrets.js';

/** What is kept of a new secret. */
export interface KeptSecret {
  /** bcrypt. */
  readonly hash: string;
  /** See `SecretProofs`. */
  readonly proof: string;
}

/** Makes of a new secret what is kept of it. */
@Injectable()
export class SecretHashes {
  constructor(
    private readonly passwords: PasswordHash,
    private readonly proofs: SecretProofs,
  ) {}

  /** @throws RangeError where the secret has more than 72 bytes
   * @throws TooManyHashes where too many are waiting */
  async of(credentials: Credentials): Promise<KeptSecret> {
    const hash = await this.passwords.hash(credentials.clientSecret);
    return { hash, proof: this.proofs.of(credentials) };
  }
}
