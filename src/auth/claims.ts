import { isOrgId } from '../lib/org-id.js';
import type { Caller } from './caller.decorator.js';
import { parseScopes } from './scopes.js';

/** Who issues tokens, and for whom: this system, both times. */
const ISSUER = 'aegisai';
/** How far the clocks of two servers may be apart, seconds. It makes no token live longer. */
const SKEW_SECONDS = 60;
/** As far as a clientId can go, the configured ones too. */
const CLIENT_ID = /^[\w.-]{1,128}$/;
const TOKEN_ID = /^[0-9a-f-]{36}$/;

/** What a token says (RFC 9068, and the contract's `sub` and `orgId`). Times are Unix seconds. */
export interface Claims {
  readonly iss: string;
  readonly aud: string;
  /** The API key's clientId. */
  readonly sub: string;
  readonly client_id: string;
  /** The organization's ObjectId, 24 hexadecimal digits. */
  readonly orgId: string;
  /** Names with a space between. */
  readonly scope: string;
  /** Unique for each token. */
  readonly jti: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  /** Version of the secret that the token was issued for. */
  readonly kv: number;
}

/** Writes the claims of a new token.
 * @param caller who may call with it, from now on */
export function claimsOf(caller: Caller): Claims {
  const { clientId, orgId, scopes, tokenId, secretVersion, issuedAtSeconds } = caller;
  return {
    iss: ISSUER,
    aud: ISSUER,
    sub: clientId,
    client_id: clientId,
    orgId,
    scope: scopes.join(' '),
    jti: tokenId,
    iat: issuedAtSeconds,
    nbf: issuedAtSeconds,
    exp: caller.expiresAtSeconds,
    kv: secretVersion,
  };
}

/** Reads the claims of a token whose signature was verified. The library only checks what is there, so a token that never
 * expires would pass: every claim is demanded here, as what it must be.
 * @param payload what the token holds, from a signer who knows our key but may not be us
 * @param nowSeconds Unix seconds
 * @returns the caller; null where a claim is missing, isn't what it must be, or the time isn't the token's */
export function callerFromClaims(payload: unknown, nowSeconds: number): Caller | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { iss, aud, sub, client_id, orgId, scope, jti, iat, nbf, exp, kv } = payload as Readonly<
    Record<string, unknown>
  >;
  if (iss !== ISSUER || aud !== ISSUER || client_id !== sub) return null;
  if (!isText(sub, CLIENT_ID) || !isText(jti, TOKEN_ID) || !isOrgId(orgId)) return null;
  if (!isWhole(iat) || !isWhole(nbf) || !isWhole(exp) || !isWhole(kv)) return null;
  if (Math.max(iat, nbf) > nowSeconds + SKEW_SECONDS || exp <= nowSeconds) return null;
  const scopes = typeof scope === 'string' ? parseScopes(scope) : null;
  if (scopes === null) return null;
  const times = { issuedAtSeconds: iat, expiresAtSeconds: exp };
  return { orgId, clientId: sub, scopes, tokenId: jti, secretVersion: kv, ...times };
}

function isText(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
