import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeysService } from '../../src/auth/api-keys.service.js';
import { claimsOf, forgedToken, type Forgery } from '../support/forged-token.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

describe('auth', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join('Acme');
  });
  afterAll(() => app.close());

  it('POST /auth/token exchanges credentials for a bearer token', async () => {
    const { clientId, clientSecret } = member;
    const { body, headers } = await app.http.post('/auth/token').send({ clientId, clientSecret }).expect(200);
    expect(body).toMatchObject({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'bearer',
    });
    expect(headers['cache-control']).toBe('no-store');
  });

  it('a token names the client, its organization and when it expires', () => {
    const claims = claimsOf(member.token);
    expect(claims).toMatchObject({ sub: member.clientId, orgId: member.orgId });
    expect(claims['orgId']).toMatch(/^[0-9a-f]{24}$/);
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(60 * 60);
  });

  it.each([
    { what: 'an unknown client', clientId: 'aegis_nobody', clientSecret: undefined },
    { what: 'a wrong secret', clientId: undefined, clientSecret: 'aegs_wrong' },
    { what: 'an empty secret', clientId: undefined, clientSecret: '' },
  ])('$what gets the same 401', async ({ clientId = member.clientId, clientSecret = member.clientSecret }) => {
    const { body } = await app.http
      .post('/auth/token')
      .send({ clientId, clientSecret })
      .expect(401)
      .expect('WWW-Authenticate', 'Bearer');
    expect(body).toMatchObject({ code: 'bad_credentials', detail: 'Unknown clientId or wrong clientSecret.' });
  });

  it.each([
    { what: 'nothing', body: {}, fields: ['clientId', 'clientSecret'] },
    { what: 'no secret', body: { clientId: 'a' }, fields: ['clientSecret'] },
    {
      what: 'operators',
      body: { clientId: { $ne: null }, clientSecret: { $gt: '' } },
      fields: ['clientId', 'clientSecret'],
    },
    { what: 'numbers', body: { clientId: 1, clientSecret: 2 }, fields: ['clientId', 'clientSecret'] },
  ])('$what in place of credentials is 422', async ({ body, fields }) => {
    const answer = await app.http.post('/auth/token').send(body).expect(422);
    expect(answer.body.detail.map(({ loc }: { loc: unknown }) => loc)).toEqual(fields.map((field) => ['body', field]));
  });

  it('GET /auth/credentials is 400: secrets are hashed', async () => {
    const { body } = await member.get('/auth/credentials').expect(400);
    expect(body).toMatchObject({ code: 'credentials_not_shown' });
    expect(JSON.stringify(body)).not.toContain(member.clientSecret);
  });

  it('POST /auth/credentials/refresh gives a new secret; the old one stops at once', async () => {
    const rotating = await app.join('Rotating');
    const { clientId, clientSecret } = rotating;
    const { body } = await rotating.post('/auth/credentials/refresh').expect(200);
    expect(body).toEqual({ clientId, clientSecret: expect.stringMatching(/^aegs_.{43}$/) });
    expect(body.clientSecret).not.toBe(clientSecret);
    await app.http.post('/auth/token').send({ clientId, clientSecret }).expect(401);
    await app.http.post('/auth/token').send({ clientId, clientSecret: body.clientSecret }).expect(200);
    await rotating.get('/dashboard/health').expect(200);
  });

  it('a revoked key gets no token, and its tokens stop', async () => {
    const leaving = await app.join('Leaving');
    const { clientId, clientSecret } = leaving;
    await leaving.get('/dashboard/health').expect(200);
    await app.app.get(ApiKeysService).revokeKey(clientId);
    await app.http.post('/auth/token').send({ clientId, clientSecret }).expect(401);
    await leaving
      .get('/dashboard/health')
      .expect(401)
      .expect('WWW-Authenticate', /^Bearer/);
  });

  describe('refuses a token', () => {
    it.each<Forgery & { what: string }>([
      { what: 'that expired', claims: { exp: 1_000_000_000 } },
      { what: 'that never expires', claims: { exp: undefined } },
      { what: 'of no organization', claims: { orgId: undefined } },
      { what: 'of an organization that is an operator', claims: { orgId: { $ne: null } } },
      { what: 'of an organization that is not the key’s', claims: { orgId: 'f'.repeat(24) } },
      { what: 'of nobody', claims: { sub: 'aegis_nobody', client_id: 'aegis_nobody' } },
      { what: 'signed with another secret', secret: 'another' },
      { what: 'signed with nothing', header: { alg: 'none' }, secret: null },
    ])('$what', async (forgery) => {
      await app.http.get('/dashboard/health').auth(forgedToken(member.token), { type: 'bearer' }).expect(200);
      await app.http
        .get('/dashboard/health')
        .auth(forgedToken(member.token, forgery), { type: 'bearer' })
        .expect(401)
        .expect('WWW-Authenticate', 'Bearer error="invalid_token"');
    });
  });
});
