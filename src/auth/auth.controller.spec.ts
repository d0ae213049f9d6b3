import type { INestApplication } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { Test } from '@nestjs/testing';
import type { Connection } from 'mongoose';
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { loadConfig } from '../platform/config/load-config.js';
import { NotFound } from '../platform/errors/app-error.js';
import { PlatformModule } from '../platform/platform.module.js';
import { ApiKeysService, type NewKey } from './api-keys.service.js';
import { OrganizationNameRefused } from './auth-errors.js';
import { AuthController } from './auth.controller.js';
import { AuthModule } from './auth.module.js';
import { claimsOf, headerOf } from '../../test/support/forged-token.js';
import { OrganizationsService } from './organizations.service.js';
import type { Credentials } from './secrets.js';

describe(AuthController.name, () => {
  let app: INestApplication<Server>, apiKeys: ApiKeysService, key: NewKey;

  beforeAll(async () => {
    const config = loadConfig({
      LOG_LEVEL: 'silent',
      MONGO_URI: inject('mongoUri'),
      MONGO_DB_NAME: `auth_${randomBytes(8).toString('hex')}`,
      JWT_ACCESS_TOKEN_EXPIRES_MINUTES: '5',
    });
    const module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(config), AuthModule],
    }).compile();
    app = module.createNestApplication({ logger: false, bodyParser: false });
    await app.listen(0);
    apiKeys = app.get(ApiKeysService);
  });
  afterAll(async () => {
    await app.get<Connection>(getConnectionToken()).dropDatabase();
    await app.close();
  });
  beforeEach(async () => {
    const { organizationId } = await app.get(OrganizationsService).createOrganization('Acme');
    key = await apiKeys.createKey(organizationId);
  });

  const exchange = (body: object): request.Test => request(app.getHttpServer()).post('/auth/token').send(body);
  const refresh = (token: string): request.Test =>
    request(app.getHttpServer()).post('/auth/credentials/refresh').set('Authorization', `Bearer ${token}`);
  const show = (token: string): request.Test =>
    request(app.getHttpServer()).get('/auth/credentials').set('Authorization', `Bearer ${token}`);

  async function tokenFor({ clientId, clientSecret }: Credentials): Promise<string> {
    const answer = await exchange({ clientId, clientSecret }).expect(200);
    return String(answer.body.access_token);
  }

  describe('POST /auth/token', () => {
    it('answers with a token that names key and organization', async () => {
      const { clientId, clientSecret, organizationId } = key;
      const answer = await exchange({ clientId, clientSecret }).expect(200).expect('Cache-Control', 'no-store');
      expect(answer.body).toEqual({
        access_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 300,
        scope: 'ingest read credentials:rotate admin',
      });
      const token: string = answer.body.access_token;
      expect(headerOf(token)).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: expect.stringMatching(/^[0-9a-f]{16}$/) });
      const { iat, exp, ...claims } = claimsOf(token);
      expect(claims).toEqual({
        iss: 'aegisai',
        aud: 'aegisai',
        sub: clientId,
        client_id: clientId,
        orgId: organizationId,
        scope: 'ingest read credentials:rotate admin',
        jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
        nbf: iat,
        kv: 1,
      });
      expect(Number(exp) - Number(iat)).toBe(300);
    });

    it('never gives the same token twice', async () => expect(await tokenFor(key)).not.toBe(await tokenFor(key)));

    it('tells no failure from another', async () => {
      const revoked = await apiKeys.createKey(key.organizationId);
      await apiKeys.revokeKey(revoked.clientId);
      const attempts = [
        { clientId: 'aegis_nobody', clientSecret: key.clientSecret },
        { clientId: key.clientId, clientSecret: 'wrong' },
        { clientId: key.clientId, clientSecret: '' },
        { clientId: key.clientId, clientSecret: `${key.clientSecret}${'x'.repeat(100)}` },
        { clientId: key.clientId, clientSecret: 'x'.repeat(15_000) },
        { clientId: revoked.clientId, clientSecret: revoked.clientSecret },
      ];
      const answers = await Promise.all(attempts.map((attempt) => exchange(attempt)));
      for (const { status, headers, body } of answers) {
        expect(status).toBe(401);
        expect(headers).toMatchObject({ 'www-authenticate': 'Bearer', 'cache-control': 'no-store' });
        expect(body).toEqual({ ...answers[0]?.body, code: 'bad_credentials', requestId: expect.any(String) });
      }
    });

    it.each([
      { when: 'fields are missing', body: {}, fields: ['clientId', 'clientSecret'] },
      {
        when: 'fields are operators',
        body: { clientId: { $ne: null }, clientSecret: { $gt: '' } },
        fields: ['clientId', 'clientSecret'],
      },
      {
        when: 'the name is a book',
        body: { clientId: 'x'.repeat(129), clientSecret: 'x' },
        fields: ['clientId'],
      },
      {
        when: 'the scope is a list',
        body: { clientId: 'aegis_1', clientSecret: 'x', scope: ['read'] },
        fields: ['scope'],
      },
    ])('names the faulty fields when $when', async ({ body, fields }) => {
      const answer = await exchange(body).expect(422);
      const named = answer.body.detail.map(({ loc }: { loc: string[] }) => loc.join('.'));
      expect([...new Set(named)]).toEqual(fields.map((field) => `body.${field}`));
    });

    it('sends some away when too many come at once', async () => {
      const wrong = Array.from({ length: 40 }, (_none, index) => `wrong ${index}`);
      const answers = await Promise.all(
        wrong.map((clientSecret) => exchange({ clientId: key.clientId, clientSecret })),
      );
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(0);
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(40 - refused.length);
      for (const { headers } of refused) expect(headers['retry-after']).toMatch(/^[1-3]$/);
    });
  });

  describe('GET /auth/credentials', () => {
    it('never shows a secret', async () => {
      const answer = await show(await tokenFor(key)).expect(400);
      expect(answer.body).toMatchObject({ code: 'credentials_not_shown' });
      expect(answer.body.detail).toMatch(/secrets are hashed and can't be shown/i);
    });
    it('is closed', async () => void (await request(app.getHttpServer()).get('/auth/credentials').expect(401)));
  });

  describe('POST /auth/credentials/refresh', () => {
    it('gives a new secret, and the old one stops at once', async () => {
      const answer = await refresh(await tokenFor(key))
        .expect(200)
        .expect('Cache-Control', 'no-store');
      expect(answer.body).toEqual({ clientId: key.clientId, clientSecret: expect.stringMatching(/^aegs_[\w-]{43}$/) });
      await exchange({ clientId: key.clientId, clientSecret: key.clientSecret }).expect(401);
      await exchange(answer.body).expect(200);
    });

    it('lets one of two at the same moment win', async () => {
      const token = await tokenFor(key);
      const answers = await Promise.all([refresh(token), refresh(token)]);
      const [winner, loser] = answers.sort((one, other) => one.status - other.status);
      expect([winner?.status, loser?.status]).toEqual([200, 409]);
      expect(loser?.body).toMatchObject({ code: 'secret_changed' });
      await exchange(winner?.body).expect(200);
    });

    it('is closed', async () =>
      void (await request(app.getHttpServer()).post('/auth/credentials/refresh').expect(401)));
  });

  describe('a revoked key', () => {
    it('is refused at once, its tokens too', async () => {
      const token = await tokenFor(key);
      await show(token).expect(400);
      expect(await apiKeys.revokeKey(key.clientId)).toBe(true);
      await show(token).expect(401);
      expect(await apiKeys.revokeKey(key.clientId)).toBe(false);
    });
    it('must exist', () => expect(apiKeys.revokeKey('aegis_nobody')).rejects.toThrow(NotFound));
  });

  it.each(['65f0c2b9e7a1d4c3b8e6f0a1', 'no id at all'])('no key is made for the organization %j', (organizationId) =>
    expect(apiKeys.createKey(organizationId)).rejects.toThrow(NotFound),
  );

  it.each(['', '   ', 'x'.repeat(101)])('no organization is called %j', (name) =>
    expect(app.get(OrganizationsService).createOrganization(name)).rejects.toThrow(OrganizationNameRefused),
  );
});
