import { Controller, Get, Global, type INestApplication, Module } from '@nestjs/common';
import { getModelToken } from '@nestjs/mongoose';
import { Test } from '@nestjs/testing';
import { get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../platform/clock.js';
import { ConfigModule } from '../platform/config/config.module.js';
import { loadConfig } from '../platform/config/load-config.js';
import { ProblemFilter } from '../platform/errors/problem.filter.js';
import { Public } from '../platform/http/public.decorator.js';
import { MONOTONIC_CLOCK } from './active-keys.js';
import { ApiKeyRecord } from './api-key.schema.js';
import type { ApiKey } from './api-key.js';
import { ApiKeysStore } from './api-keys.store.js';
import { AuditHeadRecord } from './audit-head.schema.js';
import { AuditRecord } from './audit-entry.schema.js';
import { AuthGuard } from './auth.guard.js';
import { AuthModule } from './auth.module.js';
import { type Caller, CurrentCaller } from './caller.decorator.js';
import { OrganizationRecord } from './organization.schema.js';
import { OrganizationsStore } from './organizations.store.js';
import { RequiresScope } from './scope.decorator.js';
import { type Scope, SCOPES } from './scopes.js';
import { TokenSigner } from './token-signer.js';
import { FakeKeys, FakeOrganizations, ORG_ID } from '../../test/support/fake-keys.js';
import { forgedToken, type Forgery } from '../../test/support/forged-token.js';

const SECRET = 'a secret of 32 bytes and some more';
const OTHER_ORG_ID = '65f0c2b9e7a1d4c3b8e6f0a2';
const PROBLEM = 'application/problem+json; charset=utf-8';

@Controller('desk')
class DeskController {
  @Get()
  @RequiresScope('read')
  who(@CurrentCaller() { orgId, clientId }: Caller): Pick<Caller, 'orgId' | 'clientId'> {
    return { orgId, clientId };
  }

  @Get('forgotten')
  forgotten(): string {
    return 'come in';
  }

  @Get('any')
  @RequiresScope('any')
  any(): string {
    return 'come in';
  }

  @Get('open')
  @Public()
  open(): string {
    return 'come in';
  }

  @Get('confused')
  @Public()
  confused(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }
}

@Global()
@Module({ providers: [Clock], exports: [Clock] })
class ClockModule {}

describe(AuthGuard.name, () => {
  let app: INestApplication<Server>, keys: FakeKeys, organizations: FakeOrganizations, nowMs: number, key: ApiKey;

  beforeAll(async () => {
    keys = new FakeKeys();
    organizations = new FakeOrganizations();
    nowMs = 0;
    const config = loadConfig({ JWT_SECRET_KEY: SECRET });
    const module = await Test.createTestingModule({
      imports: [ConfigModule.forRoot(config), ClockModule, AuthModule],
      controllers: [DeskController],
    })
      .overrideProvider(getModelToken(ApiKeyRecord.name))
      .useValue({})
      .overrideProvider(getModelToken(OrganizationRecord.name))
      .useValue({})
      .overrideProvider(getModelToken(AuditRecord.name))
      .useValue({})
      .overrideProvider(getModelToken(AuditHeadRecord.name))
      .useValue({})
      .overrideProvider(OrganizationsStore)
      .useValue(organizations)
      .overrideProvider(ApiKeysStore)
      .useValue(keys)
      .overrideProvider(MONOTONIC_CLOCK)
      .useValue(() => nowMs)
      .compile();
    app = module.createNestApplication({ logger: false });
    await app.useGlobalFilters(new ProblemFilter({ failed: () => undefined })).listen(0);
  });
  afterAll(() => app.close());
  beforeEach(() => {
    // No key is remembered from the test before.
    nowMs += 10_000;
    keys.failure = undefined;
    keys.beforeAnswer = async () => undefined;
    keys.keys.clear();
    organizations.disabled.clear();
    key = keys.put('aegis_1');
  });

  /** A token of the first key, changed. */
  function sign({ scopes = SCOPES, ...forgery }: Forgery & { scopes?: readonly Scope[] } = {}, of = key): string {
    const { token } = app.get(TokenSigner).sign(of, of.secret.version, scopes);
    return forgedToken(token, { secret: SECRET, ...forgery });
  }
  const ask = (token: string, path = '/desk'): request.Test =>
    request(app.getHttpServer()).get(path).set('Authorization', `Bearer ${token}`);

  it('lets a valid token in and names its caller', async () => {
    await ask(sign()).expect(200, { orgId: ORG_ID, clientId: 'aegis_1' });
  });

  it('takes a token as it was signed', async () => {
    await ask(app.get(TokenSigner).sign(key, 1, ['read']).token).expect(200);
  });

  it('leaves public routes open, a bad token notwithstanding', async () => {
    await request(app.getHttpServer()).get('/desk/open').expect(200, 'come in');
    await request(app.getHttpServer()).get('/desk/open').set('Authorization', 'Bearer x').expect(200);
  });

  it('is a fault of ours to want the caller of a public route', async () => {
    await request(app.getHttpServer()).get('/desk/confused').expect(500);
  });

  it.each([
    { path: '/desk', scopes: ['read'], status: 200, wanted: 'read' },
    { path: '/desk', scopes: ['ingest', 'admin'], status: 403, wanted: 'read' },
    { path: '/desk/any', scopes: ['ingest'], status: 200, wanted: '' },
    { path: '/desk/forgotten', scopes: ['admin'], status: 200, wanted: 'admin' },
    { path: '/desk/forgotten', scopes: ['ingest', 'read', 'credentials:rotate'], status: 403, wanted: 'admin' },
  ] as const)('answers $path by $status to $scopes', async ({ path, scopes, status, wanted }) => {
    const answer = await ask(sign({ scopes }), path).expect(status);
    if (status === 200) return;
    expect(answer.headers['www-authenticate']).toBe(`Bearer error="insufficient_scope", scope="${wanted}"`);
    expect(answer.body).toMatchObject({ code: 'insufficient_scope', status: 403 });
  });

  it.each([
    { when: 'there is no header', authorization: '', path: '/desk' },
    { when: 'the scheme is Basic', authorization: 'Basic YTpi', path: '/desk' },
    { when: 'the token is in the query', authorization: '', path: '/desk?access_token=' },
  ])('asks for a token when $when', async ({ authorization, path }) => {
    const url = path.endsWith('=') ? `${path}${sign()}` : path;
    const answer = await request(app.getHttpServer()).get(url).set('Authorization', authorization).expect(401);
    expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer', 'content-type': PROBLEM });
    expect(answer.body).toMatchObject({ code: 'unauthorized', status: 401 });
  });

  const nowS = Math.floor(Date.now() / 1000);
  it.each([
    { when: 'it is no JWT', token: () => 'abc' },
    { when: 'the header is not well formed', token: () => 'a b' },
    { when: 'it is too long', token: () => sign({ claims: { pad: 'x'.repeat(5000) } }) },
    { when: 'the signature is by another key', token: () => sign({ secret: 'another secret of 32 bytes or more' }) },
    { when: 'the signature is missing', token: () => sign({ secret: null }) },
    { when: 'the algorithm is another', token: () => sign({ header: { alg: 'HS512' } }) },
    { when: 'the algorithm is none', token: () => sign({ header: { alg: 'none' }, secret: null }) },
    { when: 'the type is another', token: () => sign({ header: { typ: 'JWT' } }) },
    { when: 'the key is unknown', token: () => sign({ header: { kid: '0123456789abcdef' } }) },
    { when: 'there is no kid', token: () => sign({ header: { kid: undefined } }) },
    { when: 'it brings its own key', token: () => sign({ header: { jwk: { kty: 'oct', k: 'AA' } } }) },
    { when: 'it is expired', token: () => sign({ claims: { exp: nowS - 1 } }) },
    { when: 'it is not valid yet', token: () => sign({ claims: { nbf: nowS + 3600 } }) },
    { when: 'it is from the future', token: () => sign({ claims: { iat: nowS + 3600 } }) },
    { when: 'it never expires', token: () => sign({ claims: { exp: undefined } }) },
    { when: 'sub is missing', token: () => sign({ claims: { sub: undefined } }) },
    { when: 'orgId is missing', token: () => sign({ claims: { orgId: undefined } }) },
    { when: 'orgId is an operator', token: () => sign({ claims: { orgId: { $ne: null } } }) },
    { when: 'the client is unknown', token: () => sign({ claims: { sub: 'aegis_2', client_id: 'aegis_2' } }) },
    { when: "the key is another organization's", token: () => sign({ claims: { orgId: OTHER_ORG_ID } }) },
    { when: 'its secret is older than the oldest', token: () => sign({ claims: { kv: 0 } }) },
  ])('refuses a token when $when', async ({ token }) => {
    const answer = await ask(token()).expect(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    expect(answer.body).toMatchObject({ code: 'invalid_token', status: 401 });
  });

  it('does not mix up callers that come at the same moment', async () => {
    const other = keys.put('aegis_2', { orgId: OTHER_ORG_ID });
    const waiting: (() => void)[] = [];
    keys.beforeAnswer = async () =>
      new Promise((answer) => {
        if (waiting.push(answer) === 2) waiting.forEach((each) => each());
      });
    await Promise.all([
      ask(sign()).expect(200, { orgId: ORG_ID, clientId: 'aegis_1' }),
      ask(sign({}, other)).expect(200, { orgId: OTHER_ORG_ID, clientId: 'aegis_2' }),
    ]);
  });

  it('refuses two Authorization headers', async () => {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const token = `Bearer ${sign()}`;
    const status = await new Promise((resolve, reject) => {
      const headers = { Authorization: [token, token] };
      get({ port, path: '/desk', headers, agent: false }, (answer) => resolve(answer.resume().statusCode)).on(
        'error',
        reject,
      );
    });
    expect(status).toBe(400);
  });

  it.each([
    { what: 'its key was revoked', change: () => keys.put('aegis_1', { isActive: false }) },
    { what: 'its key expired', change: () => keys.put('aegis_1', { expiresAt: new Date(0) }) },
    { what: 'its secret was replaced', change: () => keys.put('aegis_1', { secret: { hash: '', version: 2 } }) },
    { what: 'its organization was disabled', change: () => organizations.disabled.add(ORG_ID) },
  ])('asks once in 5 s, and notices within them that $what elsewhere', async ({ change }) => {
    const token = sign();
    const before = keys.reads;
    await ask(token).expect(200);
    change();
    nowMs += 4999;
    await ask(token).expect(200);
    expect(keys.reads - before).toBe(1);
    nowMs += 1;
    await ask(token).expect(401);
  });

  it('notes once a minute that a key is used, and goes on where that fails', async () => {
    nowMs += 60_000;
    const before = keys.touches;
    for (let time = 0; time < 3; time++) await ask(sign()).expect(200);
    expect(keys.touches - before).toBe(1);
    nowMs += 60_000;
    await ask(sign()).expect(200);
    expect(keys.touches - before).toBe(2);
  });

  it('is a fault of the server that the key cannot be looked up', async () => {
    keys.failure = Object.assign(new Error('away'), { name: 'MongoNetworkError' });
    await ask(sign()).expect(503);
    keys.failure = undefined;
    await ask(sign()).expect(200);
  });
});
