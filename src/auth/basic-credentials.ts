import type { Credentials } from './secrets.js';

const BASIC = /^Basic(?: +|$)/i;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** Longest header that is looked at, characters. */
const MAX_LENGTH = 2048;

/** What an Authorization header says: no Basic credentials, some that can't be any, or credentials. */
export type BasicCredentials =
  | { readonly kind: 'absent' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'credentials'; readonly credentials: Credentials };

/** Reads an Authorization header as RFC 6749 (2.3.1) writes Basic: name and secret are form-encoded before base64.
 * @param header the header's value, undefined where there is none */
export function basicCredentials(header: string | undefined): BasicCredentials {
  const scheme = BASIC.exec(header ?? '');
  if (header === undefined || scheme === null) return { kind: 'absent' };
  const encoded = header.slice(scheme[0].length);
  if (encoded.length > MAX_LENGTH || !BASE64.test(encoded)) return { kind: 'malformed' };
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  const [clientId, clientSecret] = [formDecoded(pair.slice(0, colon)), formDecoded(pair.slice(colon + 1))];
  if (colon < 1 || clientId === null || clientSecret === null) return { kind: 'malformed' };
  return { kind: 'credentials', credentials: { clientId, clientSecret } };
}

function formDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
