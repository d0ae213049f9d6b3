import { describe, expect, it } from 'vitest';
import { callerFromClaims } from './claims.js';

const ORG_ID = '65f0c2b9e7a1d4c3b8e6f0a1';
const valid = { sub: 'aegis_1', orgId: ORG_ID, exp: 1_900_000_000 };

describe(callerFromClaims.name, () => {
  it.each([
    { when: 'there is no more than what is needed', payload: valid },
    { when: 'there are other claims', payload: { ...valid, jti: 'x', iat: 1, scope: 'admin' } },
  ])('names the caller when $when', ({ payload }) =>
    expect(callerFromClaims(payload)).toEqual({ orgId: ORG_ID, clientId: 'aegis_1' }),
  );

  it.each([
    { when: 'it is a text', payload: 'aegis_1' },
    { when: 'it is null', payload: null },
    { when: 'sub is missing', payload: { ...valid, sub: undefined } },
    { when: 'sub is empty', payload: { ...valid, sub: '' } },
    { when: 'sub is an operator', payload: { ...valid, sub: { $ne: null } } },
    { when: 'orgId is missing', payload: { ...valid, orgId: undefined } },
    { when: 'orgId is an operator', payload: { ...valid, orgId: { $ne: null } } },
    { when: 'orgId is a list of one', payload: { ...valid, orgId: [ORG_ID] } },
    { when: 'orgId is too short', payload: { ...valid, orgId: ORG_ID.slice(1) } },
    { when: 'orgId has capitals', payload: { ...valid, orgId: ORG_ID.toUpperCase() } },
    { when: 'orgId ends in a line break', payload: { ...valid, orgId: `${ORG_ID}\n` } },
    { when: 'it never expires', payload: { ...valid, exp: undefined } },
    { when: 'it expires at a text', payload: { ...valid, exp: '1900000000' } },
  ])('is nobody when $when', ({ payload }) => expect(callerFromClaims(payload)).toBeNull());
});
