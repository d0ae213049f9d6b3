import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiKeysService } from '../../src/auth/api-keys.service.js';
import { OrganizationsService } from '../../src/auth/organizations.service.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { times } from '../support/factories.js';
import { claimsOf, forgedToken } from '../support/forged-token.js';
import { ServerProcess, temporaryFolder } from '../support/server-process.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';
import { FORGERIES } from '../support/tokens/forgeries.js';
import { audited, keyOf } from '../support/tokens/helpers.js';
import { hostileCredentials } from '../support/tokens/hostile-credentials.js';

/* Rows 65-87 of the hostile inputs; 65-71 and 87 stand in hostile-credentials.ts. */

const INVALID = 'Bearer error="invalid_token"';
const nowS = (): number => Math.floor(Date.now() / 1000);

const rejections: unknown[] = [];
const note = (reason: unknown): void => void rejections.push(reason);
beforeAll(() => void process.on('unhandledRejection', note));
afterEach(() => expect(rejections).toEqual([]));
afterAll(() => void process.off('unhandledRejection', note));

hostileCredentials();

describe('hostile tokens', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join();
  });
  afterAll(() => app.close());
  afterEach(() => vi.restoreAllMocks());

  it('a token written by hand after a genuine one is taken, so that what follows is refused for what it says', async () => {
    await app.http.get('/dashboard/health').auth(forgedToken(member.token), { type: 'bearer' }).expect(200);
  });

  it.each(FORGERIES)('hostile-$row a token with $what is 401', async ({ row: _row, what: _what, ...forgery }) => {
    const { headers, body } = await app.http
      .get('/dashboard/health')
      .auth(forgedToken(member.token, forgery), { type: 'bearer' })
      .expect(401);
    expect(headers['www-authenticate']).toBe(INVALID);
    expect(body.code).toBe('invalid_token');
  });

  it('hostile-75 a clock that is half a minute ahead is no fault', async () => {
    const token = forgedToken(member.token, { claims: { iat: nowS() + 30, nbf: nowS() + 30 } });
    await app.http.get('/dashboard/health').auth(token, { type: 'bearer' }).expect(200);
  });

  it('hostile-80 a token of 200 KB is refused before it is looked at', async () => {
    const answer = await fetch(`${await app.app.getUrl()}/dashboard/health`, {
      headers: { Authorization: `Bearer ${'x'.repeat(200_000)}` },
    });
    expect([401, 431]).toContain(answer.status);
    await member.get('/dashboard/health').expect(200);
  });

  it('hostile-84 a token without the scope is 403, and says which it lacks', async () => {
    const sender = await app.join('Sender', { scopes: 'ingest' });
    await sender.post('/ingest/ml', { events: [] }).expect(200);
    const { headers, body } = await sender.get('/dashboard/health').expect(403);
    expect(headers['www-authenticate']).toBe('Bearer error="insufficient_scope", scope="read"');
    expect(body).toMatchObject({ code: 'insufficient_scope' });
    await app.http
      .post('/auth/token')
      .send({ ...keyOf(sender), scope: 'ingest read' })
      .expect(400, /invalid_scope/);
    const reader = await app.join('Reader', { scopes: 'read' });
    await reader.get('/dashboard/health').expect(200);
    for (const path of ['/ingest/ml', '/dead-letters/replay', '/auth/credentials/refresh']) {
      await reader.post(path, {}).expect(403);
    }
    await reader.put('/models/fraud/profile', { baseline_latency_ms: 1 }).expect(403);
    await reader.get('/audit').expect(403);
  });

  it('hostile-86 of refreshes at the same moment one wins, and the others are 409', async () => {
    const busy = await app.join('Busy');
    const answers = await Promise.all(times(5, () => busy.post('/auth/credentials/refresh')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    const winner = answers.find(({ status }) => status === 200);
    await app.http.post('/auth/token').send(winner?.body).expect(200);
    await app.http.post('/auth/token').send(keyOf(busy)).expect(401);
    expect(await audited(app, busy, 'secret_replaced')).toBe(1);
  });
});

describe('hostile old tokens', () => {
  let app: TestApp, twin: TestApp, member: Member, aheadMs: number;
  beforeAll(async () => {
    // Two servers on one database: what one revokes the other has to notice.
    app = await createTestApp({ env: { CREDENTIALS_REFRESH_MAX_TOKEN_AGE_SECONDS: '300' } });
    twin = await createTestApp({ env: { MONGO_DB_NAME: app.connection.name } });
  });
  afterAll(async () => {
    await twin.close();
    await app.close();
  });
  afterEach(() => vi.restoreAllMocks());

  const ask = (at: TestApp): ReturnType<typeof app.http.get> =>
    at.http.get('/dashboard/health').auth(member.token, { type: 'bearer' });

  it.each([
    { what: 'a revoked key', undo: () => app.app.get(ApiKeysService).revokeKey(member.clientId) },
    { what: 'a disabled organization', undo: () => app.app.get(OrganizationsService).setEnabled(member.orgId, false) },
    { what: 'a secret that was replaced', undo: () => replacedByAnother() },
  ])('hostile-82 the tokens of $what stop at once here, and after 5 s elsewhere', async ({ undo }) => {
    member = await app.join();
    aheadMs = 0;
    const realNow = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => realNow() + aheadMs);
    await ask(app).expect(200);
    await ask(twin).expect(200);
    await undo();
    await ask(app).expect(401).expect('WWW-Authenticate', INVALID);
    aheadMs = 5000;
    await ask(twin).expect(401).expect('WWW-Authenticate', INVALID);
  });

  /** With another token than the one that is asked with afterwards: that one would live on. */
  async function replacedByAnother(): Promise<void> {
    const { body } = await app.http.post('/auth/token').send(keyOf(member)).expect(200);
    await app.http.post('/auth/credentials/refresh').auth(body.access_token, { type: 'bearer' }).expect(200);
  }

  it('hostile-85 a stolen token makes no key: it is too old, or lacks the scope, and what it did is audited', async () => {
    const victim = await app.join();
    const stolen = forgedToken(victim.token, { claims: { iat: Number(claimsOf(victim.token)['iat']) - 301 } });
    const refused = await app.http.post('/auth/credentials/refresh').auth(stolen, { type: 'bearer' }).expect(401);
    expect(refused.body).toMatchObject({ code: 'token_too_old' });
    await app.http.get('/dashboard/health').auth(stolen, { type: 'bearer' }).expect(200);
    const { body } = await app.http
      .post('/auth/token')
      .send({ ...keyOf(victim), scope: 'ingest read' })
      .expect(200);
    await app.http.post('/auth/credentials/refresh').auth(body.access_token, { type: 'bearer' }).expect(403);
    expect(await audited(app, victim, 'secret_replaced')).toBe(0);
    await victim.post('/auth/credentials/refresh').expect(200);
    expect(await audited(app, victim, 'secret_replaced')).toBe(1);
  });
});

describe('hostile starts', () => {
  it.each([
    { what: 'the default secret', env: { ENVIRONMENT: 'production' } },
    { what: 'two bytes, even in development', env: { JWT_SECRET_KEY: 'ab' } },
    { what: 'a repeated secret', env: { ENVIRONMENT: 'staging', JWT_SECRET_KEY: 'x'.repeat(64) } },
    { what: 'the default secret for everybody', env: { HOST: '0.0.0.0' } },
  ])('hostile-81 a server does not start with $what', ({ env }) => {
    expect(() => loadConfig(env)).toThrow(/^Configuration refused:\n {2}JWT_SECRET_KEY must /);
  });

  it('hostile-81 the process ends with 78 and names the variable, not the value', async () => {
    const folder = await temporaryFolder();
    const server = ServerProcess.launch(folder.path, {
      ENVIRONMENT: 'production',
      JWT_SECRET_KEY: 'hunter2'.repeat(5),
    });
    expect(await server.exit()).toMatchObject({ code: 78 });
    expect(server.output).toContain('JWT_SECRET_KEY');
    expect(server.output).not.toContain('hunter2');
    await folder.remove();
  });
});

describe('hostile neighbours', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  // There is no route yet that takes an alert's id: the model's profile is the one thing that is asked for by its name.
  it('hostile-83 what is another organization’s is 404, as what is nobody’s', async () => {
    const [owner, other] = [await app.join('Owner'), await app.join('Other')];
    await owner.put('/models/secret-plan/profile', { baseline_latency_ms: 1 }).expect(200);
    const theirs = await other.get('/models/secret-plan/profile').expect(404);
    const nobodys = await other.get('/models/no-such-model/profile').expect(404);
    expect({ ...theirs.body, requestId: '' }).toEqual({ ...nobodys.body, requestId: '' });
    const { body } = await other.get('/audit').expect(200);
    expect(JSON.stringify(body)).not.toContain(owner.clientId);
  });
});
