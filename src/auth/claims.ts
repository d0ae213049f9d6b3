import { isOrgId } from '../lib/org-id.js';
import type { Caller } from './caller.decorator.js';

/** What we write into a token; the library adds `iat` and `exp`. The names are the contract's. */
export interface Claims {
  /** The API key's clientId. */
  readonly sub: string;
  /** The organization's ObjectId, 24 hexadecimal digits. */
  readonly orgId: string;
  /** Unique for each token. */
  readonly jti: string;
}

/** Reads the claims of a token whose signature and times were verified. The library only checks `exp` where there is one,
 * so a token that never expires would pass: every claim we rely on is demanded here.
 * @param payload what the token holds, from a signer who knows our key but may not be us
 * @returns the caller; null where a claim is missing or isn't what it must be */
export function callerFromClaims(payload: unknown): Caller | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { sub, orgId, exp } = payload as Readonly<Record<string, unknown>>;
  if (typeof sub !== 'string' || sub === '' || !isOrgId(orgId) || !Number.isFinite(exp)) return null;
  return { orgId, clientId: sub };
}
