/** What a token can allow, each apart from the others: `admin` sets and replays, and doesn't include reading. */
export const SCOPES = ['ingest', 'read', 'credentials:rotate', 'admin'] as const;

/** One thing a token allows. */
export type Scope = (typeof SCOPES)[number];

/** Reads scopes as OAuth writes them.
 * @param text names with a space between, in any order
 * @returns each once, in the order of `SCOPES`; null where one is unknown or there is none */
export function parseScopes(text: string): readonly Scope[] | null {
  const names = new Set(text.split(' ').filter((name) => name !== ''));
  const known = SCOPES.filter((scope) => names.has(scope));
  return known.length > 0 && known.length === names.size ? known : null;
}
