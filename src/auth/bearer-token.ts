/** Longest token that is looked at, characters; ours have about 300. */
const MAX_LENGTH = 4096;
const BEARER = /^Bearer(?: +|$)/i;
const TOKEN = /^[\w.~+/-]+=*$/;

/** What an Authorization header says: no bearer token, one that can't be one, or the token. */
export type BearerToken =
  { readonly kind: 'absent' } | { readonly kind: 'malformed' } | { readonly kind: 'token'; readonly token: string };

/** Reads an Authorization header as RFC 6750 writes it. Other schemes than Bearer count as absent.
 * @param header the header's value, undefined where there is none */
export function bearerToken(header: string | undefined): BearerToken {
  const scheme = BEARER.exec(header ?? '');
  if (header === undefined || scheme === null) return { kind: 'absent' };
  const token = header.slice(scheme[0].length);
  return token.length <= MAX_LENGTH && TOKEN.test(token) ? { kind: 'token', token } : { kind: 'malformed' };
}
