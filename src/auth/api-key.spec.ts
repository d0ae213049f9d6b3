import { describe, expect, it } from 'vitest';
import { type ApiKey, isKeyLive, isTokenLive, secretToCompare } from './api-key.js';
import { SCOPES } from './scopes.js';
import { secretHint } from './secrets.js';
import { isOrgId, type OrgId } from '../lib/org-id.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const SOON = new Date(NOW.getTime() + 1);
const ORG = org('65f0c2b9e7a1d4c3b8e6f0a1');
const FIRST = { hash: 'hash 1', version: 1 };
const SECOND = { hash: 'hash 2', version: 2 };

function org(id: string): OrgId {
  if (!isOrgId(id)) throw new Error(id);
  return id;
}

function key(fields: Partial<ApiKey> = {}): ApiKey {
  return {
    orgId: ORG,
    clientId: 'aegis_1',
    name: null,
    scopes: SCOPES,
    secret: FIRST,
    hint: null,
    previous: null,
    keptTokenId: null,
    isActive: true,
    createdAt: NOW,
    expiresAt: null,
    lastUsedAt: null,
    ...fields,
  };
}

const token = { orgId: ORG, clientId: 'aegis_1', tokenId: 'jti', secretVersion: 1, scopes: SCOPES };
const rotated = { secret: SECOND, hint: secretHint('second') };

describe(isKeyLive.name, () => {
  it.each([
    { when: 'as made', fields: {}, isLive: true },
    { when: 'revoked', fields: { isActive: false }, isLive: false },
    { when: 'about to expire', fields: { expiresAt: SOON }, isLive: true },
    { when: 'expired', fields: { expiresAt: NOW }, isLive: false },
  ])('is $isLive when $when', ({ fields, isLive }) => expect(isKeyLive(key(fields), NOW)).toBe(isLive));
});

describe(isTokenLive.name, () => {
  it.each([
    { when: 'nothing happened', fields: {}, isLive: true },
    { when: 'the key is revoked', fields: { isActive: false }, isLive: false },
    { when: 'the key is expired', fields: { expiresAt: NOW }, isLive: false },
    { when: 'it allows what its key does', fields: { scopes: [...SCOPES].toReversed() }, isLive: true },
    { when: 'it allows more than its key does', fields: { scopes: ['read', 'ingest'] as const }, isLive: false },
    { when: "the key is another organization's", fields: { orgId: org('f'.repeat(24)) }, isLive: false },
    { when: 'its secret was replaced', fields: rotated, isLive: false },
    { when: 'its secret was replaced by it', fields: { ...rotated, keptTokenId: 'jti' }, isLive: true },
    {
      when: 'its secret is in its grace',
      fields: { ...rotated, previous: { ...FIRST, goodUntil: SOON } },
      isLive: true,
    },
    { when: 'the grace is over', fields: { ...rotated, previous: { ...FIRST, goodUntil: NOW } }, isLive: false },
    {
      when: 'two secrets came after its own',
      fields: { secret: { hash: '3', version: 3 }, previous: { ...SECOND, goodUntil: SOON } },
      isLive: false,
    },
    {
      when: 'it replaced the secret and the key is revoked',
      fields: { keptTokenId: 'jti', isActive: false },
      isLive: false,
    },
  ])('is $isLive when $when', ({ fields, isLive }) => expect(isTokenLive(key(fields), token, NOW)).toBe(isLive));
});

describe(secretToCompare.name, () => {
  const inGrace = { ...rotated, previous: { ...FIRST, goodUntil: SOON } };
  it.each([
    { when: 'there is one', fields: {}, secret: 'first', compared: FIRST },
    { when: 'it was replaced', fields: rotated, secret: 'first', compared: SECOND },
    { when: 'the new one comes in the grace', fields: inGrace, secret: 'second', compared: SECOND },
    { when: 'the old one comes in the grace', fields: inGrace, secret: 'first', compared: FIRST },
    { when: 'a wrong one comes in the grace', fields: inGrace, secret: 'third', compared: FIRST },
  ])('is one secret when $when', ({ fields, secret, compared }) =>
    expect(secretToCompare(key(fields), secret, NOW)).toMatchObject(compared),
  );

  it('is none of an unknown client', () => expect(secretToCompare(null, 'first', NOW)).toBeNull());
});
