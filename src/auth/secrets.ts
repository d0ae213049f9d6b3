import { createHash, randomBytes } from 'node:crypto';

const CLIENT_ID_BYTES = 12;
const SECRET_BYTES = 32;
const HINT_DIGITS = 8;

/** What a client signs in with. The secret is shown once, when it is made. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A new name for an API key: not secret, and not to be guessed either.
 * @returns `aegis_` and 24 hexadecimal digits */
export function newClientId(): string {
  return `aegis_${randomBytes(CLIENT_ID_BYTES).toString('hex')}`;
}

/** A new secret of 256 random bits. Its prefix lets scanners of repositories and logs recognize one that leaked.
 * @returns `aegs_` and 43 characters of base64url, 48 bytes in all: within what bcrypt reads */
export function newClientSecret(): string {
  return `aegs_${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

/** Tells two secrets of a key apart without bcrypt. It gives 32 of a generated secret's 256 bits away, to whoever reads the
 * database.
 * @returns 8 hexadecimal digits */
export function secretHint(clientSecret: string): string {
  return createHash('sha256').update(clientSecret).digest('hex').slice(0, HINT_DIGITS);
}
