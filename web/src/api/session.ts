import { Store } from '../lib/store.js';

/** Who is signed in. */
export interface Session {
  readonly clientId: string;
  readonly token: string;
  /** Of the token, milliseconds since 1970. */
  readonly expiresMs: number;
  readonly scopes: readonly string[];
}

const KEY = 'aegis-session';
const EARLY_MS = 30_000;

/** What is said where a token has ended and nothing is there to get another one by. */
export const OVER = 'Your session has ended. Sign in again to go on.';

const found = stored();

/** Who is signed in in this tab; null for nobody. It survives a reload, and ends with the tab. */
export const session = new Store<Session | null>(found !== null && !isWorn(found) ? found : null);

/** Why the last session ended, for the sign-in page to say. */
export const farewell = new Store<string>(found !== null && isWorn(found) ? OVER : '');

/** The secret stays in memory alone: after a reload a token is used up, and then the viewer is asked again. */
let secret: string | null = null;

/** @param remembered the secret, to get further tokens by until the page is left */
export function beginSession(next: Session, remembered: string): void {
  secret = remembered;
  farewell.set('');
  sessionStorage.setItem(KEY, JSON.stringify(next));
  session.set(next);
}

/** Signs out.
 * @param why said to the viewer; empty where it was their wish */
export function endSession(why = ''): void {
  secret = null;
  if (why !== OVER) sessionStorage.removeItem(KEY);
  farewell.set(why);
  session.set(null);
}

/** What further tokens are got by; null after a reload. */
export function rememberedSecret(): string | null {
  return secret;
}

/** Whether a token is about to end. */
export function isWorn({ expiresMs }: Session): boolean {
  return Date.now() > expiresMs - EARLY_MS;
}

function stored(): Session | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Session | null;
  } catch {
    return null;
  }
}
