import type { OrgId } from '../lib/org-id.js';
import type { Scope } from './scopes.js';
import { secretHint } from './secrets.js';

/** A secret of a key, as far as it is kept. */
export interface HashedSecret {
  /** bcrypt. */
  readonly hash: string;
  /** 1 for a key's first secret, one more for each that replaced it. Tokens name it. */
  readonly version: number;
  /** See `SecretProofs`; null or absent until one is known. */
  readonly proof?: string | null;
}

/** The secret before the present one, while it is still good. */
export interface PreviousSecret extends HashedSecret {
  readonly goodUntil: Date;
}

/** A client of an organization. */
export interface ApiKey {
  readonly orgId: OrgId;
  readonly clientId: string;
  /** For people; null where nobody gave one. */
  readonly name: string | null;
  readonly scopes: readonly Scope[];
  readonly secret: HashedSecret;
  /** See `secretHint`, of the present secret; null for a key's first one. */
  readonly hint: string | null;
  readonly previous: PreviousSecret | null;
  /** Id of the token that had the secret replaced: it lives on, as clients of the seed expect. */
  readonly keptTokenId: string | null;
  /** False once it is revoked; it never comes back. */
  readonly isActive: boolean;
  readonly createdAt: Date;
  /** Null: never. */
  readonly expiresAt: Date | null;
  /** To the minute; null: never. */
  readonly lastUsedAt: Date | null;
}

/** What a token says of the key it was issued to. */
export interface TokenOrigin {
  readonly orgId: OrgId;
  readonly clientId: string;
  /** The token's own id. */
  readonly tokenId: string;
  /** Of the secret it was issued for. */
  readonly secretVersion: number;
  /** What the token allows. */
  readonly scopes: readonly Scope[];
}

/** @returns whether a key is good: neither revoked nor expired */
export function isKeyLive(key: ApiKey, now: Date): boolean {
  return key.isActive && (key.expiresAt === null || now < key.expiresAt);
}

/** @returns whether a token of the key is still good: one of a secret that was replaced isn't, and none that allows
 * more than its key */
export function isTokenLive(key: ApiKey, token: TokenOrigin, now: Date): boolean {
  if (!isKeyLive(key, now) || key.orgId !== token.orgId) return false;
  if (!token.scopes.every((scope) => key.scopes.includes(scope))) return false;
  const isOfGoodSecret = goodSecrets(key, now).some(({ version }) => version === token.secretVersion);
  return isOfGoodSecret || token.tokenId === key.keptTokenId;
}

/** The one hash that a secret is compared with: never two, or the time that takes would tell of a key in rotation.
 * @param key null where the client is unknown
 * @returns null where there is nothing to compare with */
export function secretToCompare(key: ApiKey | null, clientSecret: string, now: Date): HashedSecret | null {
  if (key === null) return null;
  const [present, previous] = goodSecrets(key, now);
  return previous === undefined || secretHint(clientSecret) === key.hint ? present : previous;
}

function goodSecrets({ secret, previous }: ApiKey, now: Date): [HashedSecret, ...HashedSecret[]] {
  return previous !== null && now < previous.goodUntil ? [secret, previous] : [secret];
}
