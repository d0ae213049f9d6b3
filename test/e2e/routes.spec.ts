import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const ROUTES = [
  { method: 'get', path: '/auth/credentials', body: undefined, status: 400 },
  { method: 'post', path: '/ingest/ml', body: { events: [mlEvent()] }, status: 200 },
  { method: 'post', path: '/ingest/llm', body: { events: [llmEvent()] }, status: 200 },
  { method: 'get', path: '/dashboard/health', body: undefined, status: 200 },
  { method: 'get', path: '/dashboard/alerts', body: undefined, status: 200 },
  { method: 'get', path: '/dashboard/models', body: undefined, status: 200 },
  { method: 'get', path: '/dashboard/risk-distribution', body: undefined, status: 200 },
  { method: 'post', path: '/auth/credentials/refresh', body: undefined, status: 200 },
] as const;

describe('the routes of the contract', () => {
  let app: TestApp, member: Member;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join();
  });
  afterAll(() => app.close());

  it.each(ROUTES)('$method $path answers $status to a token', async ({ method, path, body, status }) => {
    const request = app.http[method](path).auth(member.token, { type: 'bearer' });
    await (body === undefined ? request : request.send(body)).expect(status);
  });

  it.each(ROUTES)('$method $path is closed without a token', async ({ method, path }) => {
    await app.http[method](path)
      .expect(401)
      .expect('WWW-Authenticate', /^Bearer/);
  });

  it.each([
    { what: 'no token at all', header: 'Bearer' },
    { what: 'a token that is none', header: 'Bearer nonsense' },
    { what: 'another scheme', header: 'Basic Zm9vOmJhcg==' },
  ])('$what is answered by 401 with WWW-Authenticate', async ({ header }) => {
    await app.http
      .get('/dashboard/health')
      .set('Authorization', header)
      .expect(401)
      .expect('WWW-Authenticate', /^Bearer/)
      .expect('Content-Type', /^application\/problem\+json/);
  });

  it('a token with a changed signature is refused', async () => {
    const [head, claims, signature = ''] = member.token.split('.');
    const forged = [head, claims, signature.split('').reverse().join('')].join('.');
    await app.http.get('/dashboard/health').auth(forged, { type: 'bearer' }).expect(401);
  });

  it('a token in the query is no token', async () => {
    await app.http.get(`/dashboard/health?access_token=${member.token}`).expect(401);
  });

  it('GET /health answers without a token', async () => {
    await app.http.get('/health').expect(200, { status: 'ok' });
  });

  it('GET /health/ready and /metrics answer without a token', async () => {
    await app.http.get('/health/ready').expect(200, { status: 'ok' });
    const { text } = await app.http.get('/metrics').expect(200);
    expect(text).toMatch(/^aegis_events_accepted_total\{kind="ml"\} 1$/m);
  });

  it.each(['/nowhere', '/ingest', '/dashboard', '/models/fraud/x', '/ingest/ml/x', '/Dashboard/Health/x'])(
    'GET %s is 404, as problem+json',
    async (path) => {
      const { body } = await member
        .get(path)
        .expect(404)
        .expect('Content-Type', /^application\/problem\+json/);
      expect(body).toMatchObject({ status: 404, code: 'not_found' });
    },
  );

  it('a route answers no other method', async () => {
    await member.get('/ingest/ml').expect(405).expect('Allow', 'POST');
    await member.put('/ingest/ml', { events: [] }).expect(405).expect('Allow', 'POST');
    const { body } = await app.http.delete('/dashboard/alerts').expect(405).expect('Allow', 'GET, HEAD');
    expect(body).toMatchObject({ code: 'method_not_allowed' });
  });

  it('a broken percent-encoding is answered as JSON, by 400', async () => {
    await member.get('/models/%E0%A4%A/profile').expect(400).expect('Content-Type', /json/);
  });

  it('an answer tells the id of its request, and takes a harmless one of the caller', async () => {
    const own = await app.http.get('/nowhere').set('X-Request-Id', 'my-request.1').expect(404);
    expect(own.headers['x-request-id']).toBe('my-request.1');
    expect(own.body.requestId).toBe('my-request.1');
    const refused = await app.http.get('/nowhere').set('X-Request-Id', 'no spaces, please').expect(404);
    expect(refused.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the pages', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ env: { APP_NAME: 'Acme AI' } });
  });
  afterAll(() => app.close());

  it('GET /openapi.json is the document, under the configured name', async () => {
    const { body } = await app.http
      .get('/openapi.json')
      .expect(200)
      .expect('Content-Type', /^application\/json/);
    expect(body).toMatchObject({ openapi: '3.1.0', info: { title: 'Acme AI' } });
  });

  it.each([
    { path: '/docs', holds: 'swagger-ui' },
    { path: '/redoc', holds: '<redoc' },
  ])('GET $path is a page without a request to elsewhere', async ({ path, holds }) => {
    const { text } = await app.http
      .get(path)
      .expect(200)
      .expect('Content-Type', /^text\/html/);
    expect(text).toContain(holds);
    const assets = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
    expect(assets.length).toBeGreaterThan(0);
    for (const address of assets.filter((one) => !one.startsWith('data:'))) {
      expect(address).not.toMatch(/^(https?:)?\/\//);
      await app.http.get(new URL(address, `http://local${path}`).pathname).expect(200);
    }
  });

  it('are allowed to load nothing from elsewhere', async () => {
    const { headers } = await app.http.get('/docs').expect(200);
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toMatch(/https?:/);
  });
});
