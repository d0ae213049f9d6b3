import { describe, expect, it } from 'vitest';
import { parseScopes, SCOPES } from './scopes.js';

describe(parseScopes.name, () => {
  it.each([
    { text: 'ingest', scopes: ['ingest'] },
    { text: 'read ingest', scopes: ['ingest', 'read'] },
    { text: ' read  read ', scopes: ['read'] },
    { text: SCOPES.join(' '), scopes: SCOPES },
  ])('reads $text', ({ text, scopes }) => expect(parseScopes(text)).toEqual(scopes));

  it.each(['', ' ', 'everything', 'read everything', 'Read', 'read,ingest', 'read\tingest', '__proto__'])(
    'refuses %j',
    (text) => expect(parseScopes(text)).toBeNull(),
  );
});
