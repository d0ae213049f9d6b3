import type { FirstKey } from './auth/first-key.service.js';

/** What a first start tells the person who starts it. The secret is in no command that starts a process: those are in
 * the list of processes, for everybody on the machine. `export` and `printf` are of the shell itself; with blanks
 * before it, a line stays out of the history of most shells.
 * @param url where the server listens, "http://127.0.0.1:8000" */
export function firstKeyText(url: string, { orgId, clientId, clientSecret }: FirstKey): string {
  return [
    'First key, shown this once:',
    `  clientId      ${clientId}`,
    `  clientSecret  ${clientSecret}`,
    'Paste these lines into a shell; the leading spaces keep them out of the history of most shells:',
    // Brackets, of an IPv6 address, mean something to a shell.
    `  export AEGIS_URL=${url.includes('[') ? `'${url}'` : url}`,
    `  export AEGIS_CLIENT_ID=${clientId}`,
    `  export AEGIS_CLIENT_SECRET=${clientSecret}`,
    `  export AEGIS_ORG_ID=${orgId}`,
    'Try it:',
    `  ${String.raw`printf '{"clientId":"%s","clientSecret":"%s"}' "$AEGIS_CLIENT_ID" "$AEGIS_CLIENT_SECRET" |`}`,
    `    curl -s "$AEGIS_URL/auth/token" -H 'Content-Type: application/json' -d @-`,
  ].join('\n');
}
