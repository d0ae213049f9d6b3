import type { OpenAPIObject } from '@nestjs/swagger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HealthService } from '../../src/health/health.service.js';
import { llmEvent, mlEvent, riskyCall } from '../support/factories.js';
import { stored } from '../support/stored.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

/** Stands in everything that the first organization sends, so that it is recognized wherever it shows. */
const CANARY = 'canary-7f3a';

/** Routes on which an organization finds its model. */
const OWN = [
  '/dashboard/alerts',
  '/dashboard/health/models',
  '/dashboard/models',
  '/models/{model_name}/baseline',
  '/models/{model_name}/drift',
  '/models/{model_name}/profile',
  '/events/{kind}',
  '/events/{kind}/{id}',
  '/alerts',
  '/models/{model_name}',
];

interface Route {
  readonly method: string;
  readonly path: string;
  readonly isClosed: boolean;
}

describe('two organizations', () => {
  let app: TestApp, first: Member, second: Member, routes: readonly Route[], firstEvent: string;
  beforeAll(async () => {
    app = await createTestApp();
    first = await app.join('First');
    second = await app.join('Second');
    const { body } = await app.http.get('/openapi.json').expect(200);
    routes = routesOf(body as OpenAPIObject);
    await fill(first, CANARY);
    firstEvent = String((await stored(app, 'llm_events', first.orgId))[0]?.['_id']);
  });
  afterAll(() => app.close());

  /** Asks for what is the first one's, whatever the path names. */
  function pathOf(path: string): string {
    const asked = path === '/dashboard/live' ? `${path}?seconds=1` : path;
    return asked.replace('{model_name}', CANARY).replace('{kind}', 'llm').replace('{id}', firstEvent);
  }

  async function fill(member: Member, modelName: string): Promise<void> {
    const stats = { [CANARY]: { mean: 1, std: 1 } };
    await member.put(`/models/${modelName}/profile`, { baseline_latency_ms: 10, feature_stats: stats }).expect(200);
    const input_data = { [CANARY]: CANARY };
    await member
      .post('/ingest/ml', {
        events: [mlEvent({ model_name: modelName, prediction: CANARY, input_data, latency_ms: 90 })],
      })
      .expect(200);
    const risky = riskyCall({ model_name: modelName, latency_ms: 9000 });
    await member
      .post('/ingest/llm', { events: [risky, llmEvent({ model_name: modelName, prompt: CANARY, response: CANARY })] })
      .expect(200);
    await app.drain();
    // By then its signals have been counted, too.
    app.travelTo(new Date(Date.now() + 7 * 60_000));
    await app.drain();
    app.travelTo(null);
  }

  async function seenBy(member: Member, { method, path }: Route): Promise<string> {
    const url = pathOf(path);
    const bodies: Readonly<Record<string, object>> = {
      '/ingest/ml': { events: [mlEvent()] },
      '/ingest/llm': { events: [llmEvent()] },
      '/models/{model_name}/profile': { baseline_latency_ms: 77 },
      '/models/{model_name}/baseline/pin': { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' },
    };
    const body = bodies[path];
    const request = app.http[method as 'post'](url).auth(member.token, { type: 'bearer' });
    const answer = method === 'get' || body === undefined ? await request : await request.send(body);
    return JSON.stringify([answer.status, answer.body, answer.text]);
  }

  it('no route but the public ones is open', async () => {
    const open = routes.filter(({ isClosed }) => !isClosed).map(({ path }) => path);
    expect(open.sort()).toEqual(['/auth/token', '/health', '/health/ready', '/metrics']);
    for (const { method, path } of routes.filter(({ isClosed }) => isClosed)) {
      const url = pathOf(path);
      const { status } = method === 'get' ? await app.http.get(url) : await app.http[method as 'post'](url).send({});
      expect([method, path, status]).toEqual([method, path, 401]);
    }
  });

  it('the first one sees its own', async () => {
    const shown = await Promise.all(OWN.map(async (path) => seenBy(first, { method: 'get', path, isClosed: true })));
    for (const text of shown) expect(text).toContain(CANARY);
  });

  it('nothing of the first one shows to the second one, on any route', async () => {
    expect(routes.length).toBeGreaterThanOrEqual(14);
    for (const route of routes) {
      const text = await seenBy(second, route);
      // What it puts under a name comes back under that name.
      const others = route.path.startsWith('/models/{model_name}')
        ? text.replaceAll(/model_name\W+canary-7f3a/g, '')
        : text;
      expect(others, route.path).not.toContain(CANARY);
      for (const secret of [first.orgId, first.clientId]) expect(text, route.path).not.toContain(secret);
    }
  });

  it('nothing of the first one is changed by the second one, on any route', async () => {
    const before = await everythingOf(first);
    for (const route of routes) await seenBy(second, route);
    await app.drain();
    expect(await everythingOf(first)).toEqual(before);
  });

  /** Every document of every collection that carries its organization. */
  async function everythingOf(member: Member): Promise<Record<string, unknown>> {
    const names = (await app.connection.listCollections()).map(({ name }) => name).sort();
    return Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await stored(app, name, member.orgId)] as const)),
    );
  }

  it('the figures of one are not those of the other', async () => {
    const third = await app.join('Third');
    expect((await third.get('/dashboard/risk-distribution').expect(200)).body).toEqual({
      normalCount: 0,
      suspiciousCount: 0,
      riskyCount: 0,
    });
    expect((await third.get('/dashboard/health').expect(200)).body).toEqual({
      score: 100,
      details: {},
      updated_at: null,
      state: 'no_data',
      worst_model: null,
    });
    expect((await third.get('/dashboard/alerts').expect(200)).body).toEqual([]);
    expect((await third.get('/dashboard/models').expect(200)).body).toEqual({ models: [] });
    await third.get(`/models/${CANARY}/profile`).expect(404);
  });

  it('two models of one name are two', async () => {
    const [one, other] = [await app.join('One'), await app.join('Other')];
    await one.put('/models/shared/profile', { baseline_latency_ms: 100 }).expect(200);
    await other.put('/models/shared/profile', { baseline_latency_ms: 10 }).expect(200);
    for (const member of [one, other]) {
      const events = [mlEvent({ model_name: 'shared', latency_ms: member === one ? 110 : 13 })];
      await member.post('/ingest/ml', { events }).expect(200);
    }
    await app.drain();
    const [mine, theirs] = await Promise.all([one, other].map((member) => member.get('/dashboard/models').expect(200)));
    expect(mine?.body.models).toEqual([
      { model_name: 'shared', mean_latency_ms: 110, drift_score: expect.closeTo(10, 6) },
    ]);
    expect(theirs?.body.models).toEqual([
      { model_name: 'shared', mean_latency_ms: 13, drift_score: expect.closeTo(30, 6) },
    ]);
    expect((await other.get('/dashboard/alerts').expect(200)).body).toHaveLength(1);
    expect((await one.get('/dashboard/alerts').expect(200)).body).toEqual([]);
    await app.app.get(HealthService).scoreAll();
    expect(await stored(app, 'alerts', one.orgId)).toEqual([]);
  });

  it('neither a body nor a query nor a header names another organization', async () => {
    const { orgId } = first;
    const before = (await stored(app, 'ml_events', orgId)).length;
    const events = [{ ...mlEvent(), organization_id: orgId, orgId }];
    const body = { events, organization_id: orgId, orgId };
    await second.post('/ingest/ml', body).set('X-Organization-Id', orgId).expect(200);
    await second.post(`/ingest/ml?organization_id=${orgId}`, body).expect(422);
    await app.drain();
    expect(await stored(app, 'ml_events', orgId)).toHaveLength(before);
    const { text } = await second.get(`/dashboard/alerts?organization_id=${orgId}&organization_id[$ne]=x`).expect(422);
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain(orgId);
  });
});

function routesOf({ paths }: OpenAPIObject): Route[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method,
      path,
      isClosed: 'security' in (operation as object),
    })),
  );
}
