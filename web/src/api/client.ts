import createClient, { type Middleware } from 'openapi-fetch';
import { ApiFault } from './fault.js';
import type { paths } from '../../../clients/typescript/schema.js';
import { beginSession, endSession, isWorn, OVER, rememberedSecret, type Session, session } from './session.js';
import { SECOND_MS } from '../lib/units.js';

const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const NOT_FOUND = 404;

/** The one way to the server: made from its OpenAPI document. */
export const api = createClient<paths>({ baseUrl: location.origin });

/** Gets a token for a key, and remembers both.
 * @throws ApiFault where the server refuses the key, or the key may not read */
export async function signIn(clientId: string, clientSecret: string): Promise<void> {
  const answer = await api.POST('/auth/token', { body: { clientId, clientSecret } });
  const { access_token: token, expires_in: seconds, scope } = unwrapped(answer);
  const scopes = scope.split(' ');
  if (!scopes.includes('read')) {
    throw new ApiFault(FORBIDDEN, 'insufficient_scope', 'This key may not read: it lacks the scope “read”.');
  }
  beginSession({ clientId, token, expiresMs: Date.now() + seconds * SECOND_MS, scopes }, clientSecret);
}

/** What a request was answered with.
 * @throws ApiFault where it was refused */
export function unwrapped<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (!answer.response.ok || answer.data === undefined) throw ApiFault.of(answer.response.status, answer.error);
  return answer.data;
}

/** As `unwrapped`, but null where there is nothing of that name. */
export function foundOrNull<T>(answer: { data?: T; error?: unknown; response: Response }): T | null {
  return answer.response.status === NOT_FOUND ? null : unwrapped(answer);
}

/** A token that is good yet; a new one where the old one is about to end.
 * @returns null where nobody is signed in */
export async function currentToken(): Promise<string | null> {
  const current = session.get();
  if (current === null) return null;
  if (isWorn(current)) await renewed(current);
  return session.get()?.token ?? null;
}

let renewal: Promise<void> | null = null;

/** Gets a further token by the remembered secret, once for all who ask at the same time; else the session ends. */
async function renewed({ clientId }: Session): Promise<void> {
  const secret = rememberedSecret();
  if (secret === null) return endSession(OVER);
  renewal ??= signIn(clientId, secret)
    .catch(() => endSession('Your key is no longer accepted.'))
    .finally(() => {
      renewal = null;
    });
  await renewal;
}

const signed: Middleware = {
  async onRequest({ request, schemaPath }) {
    if (schemaPath === '/auth/token') return undefined;
    const token = await currentToken();
    if (token === null) throw new ApiFault(UNAUTHORIZED, 'signed_out', 'You are signed out.');
    request.headers.set('Authorization', `Bearer ${token}`);
    return request;
  },
  onResponse({ response, schemaPath }) {
    if (response.status === UNAUTHORIZED && schemaPath !== '/auth/token') endSession('Your key is no longer accepted.');
    return undefined;
  },
};
api.use(signed);
