import { describe, expect, it } from 'vitest';
import { callerFromClaims, claimsOf } from './claims.js';

const ORG_ID = '65f0c2b9e7a1d4c3b8e6f0a1';
const NOW = 1_900_000_000;
const valid = {
  iss: 'aegisai',
  aud: 'aegisai',
  sub: 'aegis_1',
  client_id: 'aegis_1',
  orgId: ORG_ID,
  scope: 'ingest read',
  jti: '1f0c8d3e-6b51-4a43-9a4e-0d6a2f9b7c11',
  iat: NOW - 10,
  nbf: NOW - 10,
  exp: NOW + 10,
  kv: 3,
};
const caller = {
  orgId: ORG_ID,
  clientId: 'aegis_1',
  scopes: ['ingest', 'read'],
  tokenId: valid.jti,
  secretVersion: 3,
  issuedAtSeconds: NOW - 10,
  expiresAtSeconds: NOW + 10,
};

describe(callerFromClaims.name, () => {
  it.each([
    { when: 'all is there', payload: valid },
    { when: 'there are other claims', payload: { ...valid, admin: true, roles: ['root'] } },
    { when: 'the clock of the issuer is a minute ahead', payload: { ...valid, nbf: NOW + 60 } },
    { when: 'it expires in a second', payload: { ...valid, exp: NOW + 1 } },
  ])('names the caller when $when', ({ payload }) =>
    expect(callerFromClaims(payload, NOW)).toEqual({ ...caller, expiresAtSeconds: payload.exp }),
  );

  it.each(Object.keys(valid))('is nobody when %s is missing, null, a list or an operator', (claim) => {
    const value: unknown = Reflect.get(valid, claim);
    for (const wrong of [undefined, null, [value], { $ne: null }, '', true, Number.NaN]) {
      expect(callerFromClaims({ ...valid, [claim]: wrong }, NOW)).toBeNull();
    }
  });

  it.each([
    { when: 'it is a text', payload: 'aegis_1' },
    { when: 'it is null', payload: null },
    { when: 'it is from somebody else', payload: { ...valid, iss: 'evil' } },
    { when: 'it is for somebody else', payload: { ...valid, aud: 'billing' } },
    { when: 'it is for us among others', payload: { ...valid, aud: ['aegisai', 'billing'] } },
    { when: 'sub and client_id differ', payload: { ...valid, client_id: 'aegis_2' } },
    { when: 'sub is a path', payload: { ...valid, sub: '../x', client_id: '../x' } },
    { when: 'orgId is too short', payload: { ...valid, orgId: ORG_ID.slice(1) } },
    { when: 'orgId has capitals', payload: { ...valid, orgId: ORG_ID.toUpperCase() } },
    { when: 'orgId ends in a line break', payload: { ...valid, orgId: `${ORG_ID}\n` } },
    { when: 'it names an unknown scope', payload: { ...valid, scope: 'read everything' } },
    { when: 'it names no scope', payload: { ...valid, scope: ' ' } },
    { when: 'it expires now', payload: { ...valid, exp: NOW } },
    { when: 'it expires at a text', payload: { ...valid, exp: '1900000010' } },
    { when: 'it never expires', payload: { ...valid, exp: Infinity } },
    { when: 'it is from the future', payload: { ...valid, iat: NOW + 61 } },
    { when: 'it is for the future', payload: { ...valid, nbf: NOW + 61 } },
    { when: 'the version is a text', payload: { ...valid, kv: '3' } },
    { when: 'the version is a fraction', payload: { ...valid, kv: 2.5 } },
  ])('is nobody when $when', ({ payload }) => expect(callerFromClaims(payload, NOW)).toBeNull());
});

describe(claimsOf.name, () => {
  it('writes what is read', () => {
    const read = callerFromClaims(valid, NOW);
    if (read === null) throw new Error('not read');
    expect(claimsOf(read)).toEqual({ ...valid, nbf: valid.iat });
  });
});
