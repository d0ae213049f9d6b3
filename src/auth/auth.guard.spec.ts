import { Controller, Get, type INestApplication } from '@nestjs/common';
import { JwtService, type JwtSignOptions } from '@nestjs/jwt';
import { getModelToken } from '@nestjs/mongoose';
import { Test } from '@nestjs/testing';
import { get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isOrgId } from '../lib/org-id.js';
import { ConfigModule } from '../platform/config/config.module.js';
import { loadConfig } from '../platform/config/load-config.js';
import { ProblemFilter } from '../platform/errors/problem.filter.js';
import { Public } from '../platform/http/public.decorator.js';
import { MONOTONIC_CLOCK } from './active-keys.js';
import { ApiKeyRecord } from './api-key.schema.js';
import { type ApiKey, ApiKeysStore } from './api-keys.store.js';
import { AuthGuard } from './auth.guard.js';
import { AuthModule } from './auth.module.js';
import { type Caller, CurrentCaller } from './caller.decorator.js';
import { OrganizationRecord } from './organization.schema.js';
import { OrganizationsStore } from './organizations.store.js';

const SECRET = 'a secret of 32 bytes and some more';
const ORG_ID = '65f0c2b9e7a1d4c3b8e6f0a1';
const OTHER_ORG_ID = '65f0c2b9e7a1d4c3b8e6f0a2';
const PROBLEM = 'application/problem+json; charset=utf-8';

@Controller('desk')
class DeskController {
  @Get()
  who(@CurrentCaller() caller: Caller): Caller {
    return caller;
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

/** Keys in memory; says how often it was asked. */
class FakeKeys {
  readonly keys = new Map<string, ApiKey>();
  reads = 0;
  /** Runs before each look-up is answered. */
  beforeAnswer = async (): Promise<void> => undefined;
  failure: Error | undefined;

  async find(clientId: string): Promise<ApiKey | null> {
    this.reads++;
    if (this.failure !== undefined) throw this.failure;
    await this.beforeAnswer();
    return this.keys.get(clientId) ?? null;
  }

  put(clientId: string, { orgId = ORG_ID, isActive = true } = {}): void {
    if (!isOrgId(orgId)) throw new Error('not an OrgId');
    this.keys.set(clientId, { orgId, clientId, isActive, secretHash: '' });
  }
}

describe(AuthGuard.name, () => {
  let app: INestApplication<Server>, keys: FakeKeys, nowMs: number;
  const jwt = new JwtService();

  beforeAll(async () => {
    keys = new FakeKeys();
    nowMs = 0;
    const config = loadConfig({ JWT_SECRET_KEY: SECRET });
    const module = await Test.createTestingModule({
      imports: [ConfigModule.forRoot(config), AuthModule],
      controllers: [DeskController],
    })
      .overrideProvider(getModelToken(ApiKeyRecord.name))
      .useValue({})
      .overrideProvider(getModelToken(OrganizationRecord.name))
      .useValue({})
      .overrideProvider(OrganizationsStore)
      .useValue({})
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
    keys.put('aegis_1');
  });

  function sign(claims: object = {}, options: JwtSignOptions = {}): string {
    const payload = { sub: 'aegis_1', orgId: ORG_ID, exp: Math.floor(Date.now() / 1000) + 60, ...claims };
    return jwt.sign(JSON.parse(JSON.stringify(payload)), { secret: SECRET, algorithm: 'HS256', ...options });
  }
  const ask = (token: string): request.Test =>
    request(app.getHttpServer()).get('/desk').set('Authorization', `Bearer ${token}`);

  it('lets a valid token in and names its caller', async () => {
    await ask(sign()).expect(200, { orgId: ORG_ID, clientId: 'aegis_1' });
  });

  it('leaves public routes open, a bad token notwithstanding', async () => {
    await request(app.getHttpServer()).get('/desk/open').expect(200, 'come in');
    await request(app.getHttpServer()).get('/desk/open').set('Authorization', 'Bearer x').expect(200);
  });

  it('is a fault of ours to want the caller of a public route', async () => {
    await request(app.getHttpServer()).get('/desk/confused').expect(500);
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

  const pastS = Math.floor(Date.now() / 1000) - 1;
  it.each([
    { when: 'it is no JWT', token: () => 'abc' },
    { when: 'the header is not well formed', token: () => 'a b' },
    { when: 'it is too long', token: () => sign({ pad: 'x'.repeat(5000) }) },
    {
      when: 'the signature is by another key',
      token: () => sign({}, { secret: 'another secret of 32 bytes or more' }),
    },
    { when: 'the signature is missing', token: () => sign().replace(/[^.]+$/, '') },
    { when: 'the algorithm is another', token: () => sign({}, { algorithm: 'HS512' }) },
    { when: 'the algorithm is none', token: () => unsigned({ sub: 'aegis_1', orgId: ORG_ID, exp: 4e9 }) },
    { when: 'it is expired', token: () => sign({ exp: pastS }) },
    { when: 'it is not valid yet', token: () => sign({ nbf: pastS + 3600 }) },
    { when: 'it never expires', token: () => sign({ exp: undefined }) },
    { when: 'sub is missing', token: () => sign({ sub: undefined }) },
    { when: 'orgId is missing', token: () => sign({ orgId: undefined }) },
    { when: 'orgId is an operator', token: () => sign({ orgId: { $ne: null } }) },
    { when: 'the key is unknown', token: () => sign({ sub: 'aegis_2' }) },
    { when: "the key is another organization's", token: () => sign({ orgId: OTHER_ORG_ID }) },
  ])('refuses a token when $when', async ({ token }) => {
    const answer = await ask(token()).expect(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    expect(answer.body).toMatchObject({ code: 'invalid_token', status: 401 });
  });

  it('does not mix up callers that come at the same moment', async () => {
    keys.put('aegis_2', { orgId: OTHER_ORG_ID });
    const waiting: (() => void)[] = [];
    keys.beforeAnswer = async () =>
      new Promise((answer) => {
        if (waiting.push(answer) === 2) waiting.forEach((each) => each());
      });
    await Promise.all([
      ask(sign()).expect(200, { orgId: ORG_ID, clientId: 'aegis_1' }),
      ask(sign({ sub: 'aegis_2', orgId: OTHER_ORG_ID })).expect(200, { orgId: OTHER_ORG_ID, clientId: 'aegis_2' }),
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

  it('looks a key up once in 5 s, and notices within them that it was revoked elsewhere', async () => {
    const token = sign();
    const before = keys.reads;
    await ask(token).expect(200);
    keys.put('aegis_1', { isActive: false });
    nowMs += 4999;
    await ask(token).expect(200);
    expect(keys.reads - before).toBe(1);
    nowMs += 1;
    await ask(token).expect(401);
  });

  it('is a fault of the server that the key cannot be looked up', async () => {
    keys.failure = Object.assign(new Error('away'), { name: 'MongoNetworkError' });
    await ask(sign()).expect(503);
    keys.failure = undefined;
    await ask(sign()).expect(200);
  });
});

function unsigned(claims: object): string {
  return `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
