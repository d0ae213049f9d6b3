import { BadCredentials, TokenRequestRefused } from './auth-errors.js';
import { type BasicCredentials, basicCredentials } from './basic-credentials.js';

/** What a token request says in any of its forms, to be validated like the JSON one. */
export interface TokenRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
}

/** A request for a token as it came. */
export interface RawTokenRequest {
  /** The header Authorization. */
  readonly authorization: string | undefined;
  /** Parameters of a form, anything parsed from JSON, or undefined where there is no body. */
  readonly body: unknown;
}

/** Whether a request is OAuth's and so is answered as OAuth says: a form, or Basic credentials without a JSON body. */
export function isTokenForm({ authorization, body }: RawTokenRequest): boolean {
  return body instanceof URLSearchParams || (body === undefined && basicCredentials(authorization).kind !== 'absent');
}

/** Reads a request for a token as OAuth's client credentials grant writes it (RFC 6749, 4.4 and 2.3.1).
 * @throws TokenRequestRefused where the RFC doesn't allow it
 * @throws BadCredentials where no client names itself */
export function readTokenForm({ authorization, body }: RawTokenRequest): TokenRequest {
  const form = parametersOf(body instanceof URLSearchParams ? body : new URLSearchParams());
  requireGrantType(form.get('grant_type'));
  const { clientId, clientSecret } = clientOf(basicCredentials(authorization), form);
  const scope = form.get('scope');
  return { clientId, clientSecret, ...(scope === undefined ? {} : { scope }) };
}

/** A parameter without a value counts as left out (RFC 6749, 3.2). */
function parametersOf(body: URLSearchParams): ReadonlyMap<string, string> {
  const names = [...body.keys()];
  if (new Set(names).size < names.length) throw new TokenRequestRefused('invalid_request', 'A parameter came twice.');
  return new Map([...body].filter(([, value]) => value !== ''));
}

function requireGrantType(grantType: string | undefined): void {
  if (grantType === 'client_credentials') return;
  if (grantType === undefined) throw new TokenRequestRefused('invalid_request', 'grant_type is missing.');
  throw new TokenRequestRefused('unsupported_grant_type', 'The only grant_type is client_credentials.');
}

function clientOf(basic: BasicCredentials, form: ReadonlyMap<string, string>): TokenRequest {
  const [clientId, clientSecret] = [form.get('client_id'), form.get('client_secret')];
  if (basic.kind === 'absent') {
    if (clientId === undefined || clientSecret === undefined) throw new BadCredentials();
    return { clientId, clientSecret };
  }
  if (clientSecret !== undefined) {
    throw new TokenRequestRefused('invalid_request', 'Credentials belong into the header or into the body, not both.');
  }
  if (basic.kind === 'malformed') throw new BadCredentials();
  if (clientId !== undefined && clientId !== basic.credentials.clientId) {
    throw new TokenRequestRefused('invalid_request', 'Header and body name two clients.');
  }
  return basic.credentials;
}
