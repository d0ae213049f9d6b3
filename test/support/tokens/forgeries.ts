import type { Forgery } from '../forged-token.js';
import { TEST_SECRET } from '../test-secret.js';

const PEM = '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n';
const REMOTE = 'https://evil.example/keys.json';
const nowS = Math.floor(Date.now() / 1000);

/** Tokens that nobody may come in with, by the row of the hostile inputs. */
export const FORGERIES: readonly (Forgery & { readonly row: number; readonly what: string })[] = [
  { row: 72, what: 'alg none', header: { alg: 'none' }, secret: null },
  { row: 72, what: 'alg None, with a signature', header: { alg: 'None' } },
  { row: 73, what: 'RS256 for HS256, signed with a public key', header: { alg: 'RS256' }, secret: PEM },
  { row: 73, what: 'HS256 signed with a public key', secret: PEM },
  { row: 73, what: 'another algorithm of the same family', header: { alg: 'HS512' } },
  { row: 74, what: 'no exp', claims: { exp: undefined } },
  { row: 74, what: 'no iat', claims: { iat: undefined } },
  { row: 74, what: 'no nbf', claims: { nbf: undefined } },
  { row: 74, what: 'no jti', claims: { jti: undefined } },
  { row: 74, what: 'no sub', claims: { sub: undefined } },
  { row: 74, what: 'no client_id', claims: { client_id: undefined } },
  { row: 74, what: 'no orgId', claims: { orgId: undefined } },
  { row: 74, what: 'no scope', claims: { scope: undefined } },
  { row: 74, what: 'no version of its secret', claims: { kv: undefined } },
  { row: 75, what: 'an iat beyond the skew', claims: { iat: nowS + 3600 } },
  { row: 76, what: 'an nbf beyond the skew', claims: { nbf: nowS + 3600 } },
  { row: 76, what: 'an exp in the past', claims: { exp: nowS - 1 } },
  { row: 77, what: 'no aud', claims: { aud: undefined } },
  { row: 77, what: 'another aud', claims: { aud: 'billing' } },
  { row: 77, what: 'several aud', claims: { aud: ['aegisai', 'billing'] } },
  { row: 77, what: 'no iss', claims: { iss: undefined } },
  { row: 77, what: 'another iss', claims: { iss: 'https://evil.example' } },
  { row: 78, what: 'an operator for orgId', claims: { orgId: { $ne: null } } },
  { row: 78, what: 'an operator for sub', claims: { sub: { $gt: '' }, client_id: { $gt: '' } } },
  { row: 78, what: 'a list for orgId', claims: { orgId: ['f'.repeat(24)] } },
  { row: 78, what: 'an object for scope', claims: { scope: { admin: true } } },
  { row: 78, what: 'a text for exp', claims: { exp: String(nowS + 60) } },
  { row: 79, what: 'a kid that is a path', header: { kid: '../../etc/passwd' } },
  { row: 79, what: 'a kid that is a member of every object', header: { kid: '__proto__' } },
  { row: 79, what: 'no kid', header: { kid: undefined } },
  { row: 79, what: 'jku', header: { jku: REMOTE } },
  { row: 79, what: 'x5u', header: { x5u: REMOTE } },
  { row: 79, what: 'jwk', header: { jwk: { kty: 'oct', k: Buffer.from(TEST_SECRET).toString('base64url') } } },
  { row: 79, what: 'crit', header: { crit: ['exp'] } },
  { row: 80, what: '5 KB', claims: { pad: 'x'.repeat(5000) } },
];
