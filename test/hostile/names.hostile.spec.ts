import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, riskyCall, times } from '../support/factories.js';
import { hostileApp, type HostileAnswer } from './support/hostile-app.js';
import { CANARY } from './support/wire.js';

interface Operation {
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: object;
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const document = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const VALUES: Readonly<Record<string, string>> = { kind: 'llm', id: 'f'.repeat(32), model_name: 'fraud-v3' };

const routes: readonly Route[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path: path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => VALUES[name] ?? ''),
    operation,
  })),
);
const closed = routes.filter(({ operation }) => !operation.tags.includes('Probes'));
const PROBES = routes.filter(({ operation }) => operation.tags.includes('Probes'));

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** The faults of an answer, as `place code`. */
function faultsOf({ body }: HostileAnswer): string[] {
  const detail = body.detail as readonly { loc: readonly (string | number)[]; code: string }[];
  return Array.isArray(detail) ? detail.map(({ loc, code }) => `${loc.join('.')} ${code}`) : [String(body.detail)];
}

describe('query parameters', () => {
  const hostile = hostileApp();
  const get = async (path: string): Promise<HostileAnswer> => hostile.send({ method: 'GET', path });

  it.each(closed)('hostile-136: $method $path has no parameter that it does not name', async ({ method, path }) => {
    const answer = await hostile.send({ method, path: `${path}?no_such_thing=${CANARY}` });
    expect([answer.status, faultsOf(answer)]).toEqual([422, ['query.no_such_thing unknown_parameter']]);
  });

  it('hostile-136: every parameter that a route names is known to it, and its misspelling is told', async () => {
    for (const { path, operation } of closed) {
      const names = (operation.parameters ?? []).flatMap((parameter) =>
        parameter.in === 'query' ? [parameter.name] : [],
      );
      for (const name of names) {
        const known = await get(`${path}?${name}=${CANARY}&no_such_thing=1`);
        expect(faultsOf(known), `${path} ${name}`).toEqual(['query.no_such_thing unknown_parameter']);
        if (name.length < 3) continue;
        const { body } = await get(`${path}?${name}x=${CANARY}`);
        expect(body.detail, path).toMatchObject([{ msg: `is not known; did you mean "${name}"?` }]);
      }
    }
  });

  it.each([
    'label[$gt]=',
    'model[$ne]=x',
    'model[]=x',
    'label%5B%5D=risky',
    'Label=risky',
    'label%00=risky',
    ' label=risky',
    'label%20=risky',
    '__proto__=1',
    'constructor=1',
    'toString=1',
    'hasOwnProperty=1',
    '=risky',
    'risky',
    '1792=1',
    `${'&'.repeat(2000)}labels=risky`,
    `${'limit=1&'.repeat(1500)}labels=risky`,
    'label=risky&labels=risky',
    'label=risky;limit=5',
    `x${'y'.repeat(9000)}=1`,
    `${Array.from({ length: 900 }, (_none, index) => `x${index}=1`).join('&')}`,
    'access_token=x',
    'organization_id=x',
  ])('hostile-136: ?%s filters nothing, and so is refused', async (query) => {
    const answer = await get(`/events/llm?${query.replaceAll(' ', '%20')}`);
    expect(answer.status).toBe(422);
    expect(answer.text.length).toBeLessThan(20_000);
  });

  it('hostile-136: a filter behind a thousand separators counts', async () => {
    const answer = await get(`/events/llm?${'&'.repeat(2000)}label=bad`);
    expect(faultsOf(answer)).toEqual(['query.label is_in']);
  });

  it('hostile-136: of a name no more than 64 characters are told, and none that nobody sees', async () => {
    const name = `\0\u202e${'n'.repeat(500)}`;
    const { body } = await get(`/alerts?${encodeURIComponent(name)}=1`);
    expect(body.detail).toMatchObject([{ loc: ['query', `\ufffd\ufffd${'n'.repeat(62)}`], msg: 'is not known' }]);
  });

  it('hostile-136: a stranger learns nothing of what a route takes', async () => {
    for (const { method, path, operation } of closed) {
      if (!('security' in operation)) continue;
      const answer = await hostile.send({ method, path: `${path}?x=1`, headers: { Authorization: '' } });
      expect(answer.status, path).toBe(401);
    }
    const reader = await hostile.app.join('Reader', { scopes: 'read' });
    const headers = { Authorization: `Bearer ${reader.token}` };
    expect((await hostile.send({ method: 'DELETE', path: '/risk/allowances?x=1', headers })).status).toBe(403);
    expect((await hostile.send({ method: 'GET', path: '/risk/policy', headers })).status).toBe(200);
  });

  it('hostile-136: what is not there is 404, and another method 405, whatever the query', async () => {
    expect((await get('/nowhere?labels=1')).status).toBe(404);
    expect((await hostile.send({ method: 'PATCH', path: '/alerts?labels=1' })).status).toBe(405);
  });

  it.each(PROBES)('hostile-136: $method $path takes what load balancers add', async ({ method, path }) => {
    const answer = await hostile.send({ method, path: `${path}?x=1&ts=1792`, headers: { Authorization: '' } });
    expect(answer.status).toBe(200);
  });

  it.each(['/docs?x=1', '/openapi.json?x=1', '/redoc?x=1', '/ui/?x=1', '/ui/events?label=risky&x=1'])(
    'hostile-136: the page %s takes any query',
    async (path) => expect((await get(path)).status).toBe(200),
  );

  it.each(
    ['min_score', 'limit', 'from', 'to', 'label', 'flag', 'cursor'].map((name) => ({ path: '/events/llm', name })),
  )('hostile-136: $path?$name= is refused, and not taken for zero or for all', async ({ path, name }) => {
    for (const value of ['', '%20', '%09', '%0A']) {
      expect(faultsOf(await get(`${path}?${name}=${value}`))[0], value).toMatch(new RegExp(`^query\\.${name} `));
    }
  });

  it.each([
    { path: '/alerts', names: ['type', 'severity', 'status', 'from', 'to', 'limit', 'cursor'] },
    { path: '/audit', names: ['limit', 'cursor'] },
    { path: '/dashboard/timeseries?metric=events', names: ['kind', 'step', 'tz', 'from', 'to'] },
    { path: '/dashboard/timeseries', names: ['metric'] },
    { path: '/dashboard/health/history', names: ['from', 'to'] },
    { path: '/dashboard/live', names: ['seconds'] },
    { path: '/events/ml/export', names: ['format', 'min_score', 'label', 'from'] },
    { path: '/models/fraud-v3', names: ['from', 'to'] },
    { path: '/models/fraud-v3/drift/episodes', names: ['limit', 'before'] },
  ])('hostile-136: $path refuses each of $names without a value, and twice', async ({ path, names }) => {
    const and = path.includes('?') ? '&' : '?';
    for (const name of names) {
      for (const query of [`${name}=`, name, `${name}=&${name}=`, `${name}=1&${name}=1`]) {
        expect(faultsOf(await get(`${path}${and}${query}`))[0], query).toMatch(new RegExp(`^query\\.${name} `));
      }
    }
  });

  it.each(['0x1', '0b1', '0o1', '+1', '1_0', '1,0', '١', 'Infinity', 'NaN', 'true', '1n', '--1', '1e', '.'])(
    'hostile-136: %s is no number',
    async (value) => {
      for (const name of ['limit', 'min_score']) {
        const answer = await get(`/events/llm?${name}=${encodeURIComponent(value)}`);
        expect(faultsOf(answer)[0]).toMatch(new RegExp(`^query\\.${name} `));
      }
    },
  );

  it.each(['min_score=0', 'min_score=0.5', 'min_score=.5', 'min_score=1e-05', 'min_score=1.', 'limit=7', 'limit=1e1'])(
    'hostile-136: %s is one',
    async (query) => expect((await get(`/events/llm?${query}`)).status).toBe(200),
  );

  it('says which cursor is meant', async () => {
    const { body } = await get('/events/llm?cursor=x');
    expect(body.detail).toMatchObject([{ msg: 'must be the next_cursor of an answer' }]);
    expect((await get('/audit?cursor=x')).body.detail).toMatchObject([{ msg: 'must be the next_cursor of an answer' }]);
  });
});

describe('keys of settings', () => {
  const hostile = hostileApp();
  const send = async (method: string, path: string, body: unknown): Promise<HostileAnswer> =>
    hostile.send({
      method,
      path,
      headers: JSON_TYPE,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const PATTERN = { name: 'staff', pattern: 'EMP', about: 'sensitive', strength: 0.8 };
  const SPAN = { from: '2026-03-01T08:00:00Z', to: '2026-03-01T12:00:00Z' };
  const ID = 'f'.repeat(32);

  it.each([
    { route: 'PUT /risk/policy', body: { policy: 'calibrated', maskin: 'secrets' }, key: 'maskin', near: 'masking' },
    { route: 'PUT /risk/policy', body: { policy: 'calibrated', Masking: 'off' }, key: 'Masking', near: 'masking' },
    { route: 'PUT /risk/patterns', body: { patterns: [], pattern: [] }, key: 'pattern', near: 'patterns' },
    {
      route: 'PUT /risk/patterns',
      body: { patterns: [PATTERN, { ...PATTERN, name: 'b', strenght: 1 }] },
      key: 'patterns.1.strenght',
      near: 'strength',
    },
    { route: 'POST /risk/allowances', body: { text: 'a', txt: 'b' }, key: 'txt', near: 'text' },
    { route: 'POST /risk/feedback', body: { event_id: ID, scop: 'rule' }, key: 'scop', near: 'scope' },
    { route: 'POST /risk/classify', body: { prompt: 'a', respons: 'b' }, key: 'respons', near: 'response' },
    {
      route: 'POST /risk/classify/batch',
      body: { calls: [{ prompt: 'a' }, { prompt: 'a', modelName: 'b' }] },
      key: 'calls.1.modelName',
      near: 'model_name',
    },
    {
      route: 'PUT /models/fraud-v3/profile',
      body: { baseline_latency_ms: 10, feature_stat: {} },
      key: 'feature_stat',
      near: 'feature_stats',
    },
    { route: 'PUT /models/fraud-v3/baseline/pin', body: { ...SPAN, til: '' }, key: 'til', near: null },
    { route: 'POST /auth/credentials/refresh', body: { graceSecond: 9 }, key: 'graceSecond', near: 'graceSeconds' },
    { route: 'POST /dead-letters/replay', body: { kind: 'llm' }, key: 'kind', near: null },
    { route: 'POST /models/fraud-v3/baseline/reset', body: { signal: 'latency' }, key: 'signal', near: null },
    { route: 'POST /models/fraud-v3/baseline/accept', body: { signal: 'latency' }, key: 'signal', near: null },
    { route: 'DELETE /models/fraud-v3/baseline/pin', body: { signal: 'latency' }, key: 'signal', near: null },
    { route: 'DELETE /risk/allowances', body: { id: ID }, key: 'id', near: null },
    { route: `DELETE /risk/allowances/${ID}${ID}`, body: { rule: 'a' }, key: 'rule', near: null },
    {
      route: 'PUT /risk/policy',
      body: '{"policy":"calibrated","__proto__":{"masking":"off"}}',
      key: '__proto__',
      near: null,
    },
    {
      route: 'PUT /risk/policy',
      body: { policy: 'calibrated', organization_id: 'x' },
      key: 'organization_id',
      near: null,
    },
  ])('hostile-137: $route does not know $key', async ({ route, body, key, near }) => {
    const [method = '', path = ''] = route.split(' ');
    const answer = await send(method, path, body);
    expect([answer.status, faultsOf(answer)]).toEqual([422, [`body.${key} unknown_key`]]);
    const msg = near === null ? 'is not known' : `is not known; did you mean "${near}"?`;
    expect(answer.body.detail).toMatchObject([{ msg }]);
  });

  it('hostile-137: a misspelt key is named beside the one that is missing', async () => {
    const answer = await send('PUT', '/risk/policy', { polcy: 'calibrated', masking: null });
    expect(faultsOf(answer)).toEqual(['body.polcy unknown_key', 'body.policy is_in', 'body.masking is_in']);
  });

  it('hostile-137: a route that reads no body takes none but an empty one', async () => {
    for (const { method, path, operation } of closed.filter((route) => route.operation.requestBody === undefined)) {
      expect(operation.requestBody).toBeUndefined();
      const answer = await hostile.send({ method, path, headers: JSON_TYPE, body: '{"all":false}' });
      if (path === '/auth/credentials') expect(answer.status).toBeGreaterThanOrEqual(400);
      else expect([path, faultsOf(answer)]).toEqual([path, ['body.all unknown_key']]);
      expect(faultsOf(await hostile.send({ method, path, headers: JSON_TYPE, body: '[]' }))).toEqual([
        'body is_object',
      ]);
    }
    expect((await send('POST', '/dead-letters/replay', {})).status).toBe(200);
  });

  it('hostile-137: a million unknown keys are no work', async () => {
    const body = `{"policy":"calibrated",${times(300_000, (index) => `"k${index}":0`).join(',')}}`;
    const answer = await send('PUT', '/risk/policy', body);
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toHaveLength(100);
  });

  it('hostile-137: what may be told to /auth/token is ignored, as OAuth asks', async () => {
    const { clientId, clientSecret } = hostile.member;
    const asked = { clientId, clientSecret, audience: 'x' };
    await hostile.app.http.post('/auth/token').send(asked).expect(200);
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, audience: 'x' };
    await hostile.app.http.post('/auth/token').type('form').send(form).expect(200);
  });
});

describe('protective settings', () => {
  const hostile = hostileApp();
  const put = async (body: unknown): Promise<HostileAnswer> =>
    hostile.send({ method: 'PUT', path: '/risk/policy', headers: JSON_TYPE, body: JSON.stringify(body) });

  it('hostile-137: masking is on until it is switched off by name', async () => {
    expect((await put({ policy: 'calibrated' })).body).toMatchObject({ masking: 'off' });
    expect((await put({ policy: 'calibrated', masking: 'secrets+pii' })).body).toMatchObject({
      masking: 'secrets+pii',
    });
    for (const policy of ['baseline', 'calibrated'])
      expect((await put({ policy })).body).toMatchObject({ policy, masking: 'secrets+pii' });
    for (const body of [
      { policy: 'calibrated', maskin: 'secrets' },
      { policy: 'calibrated', masking: null },
      { policy: 'calibrated', masking: '' },
      { policy: 'calibrated', masking: ['off'] },
      {},
    ]) {
      expect((await put(body)).status).toBe(422);
    }
    const { body } = await hostile.send({ method: 'GET', path: '/risk/policy' });
    expect(body).toMatchObject({ masking: 'secrets+pii' });
    expect((await put({ policy: 'calibrated', masking: 'off' })).body).toMatchObject({ masking: 'off' });
  });
});

describe('keys of events', () => {
  const hostile = hostileApp({ CORS_ORIGINS: 'https://app.example' });
  const HEADER = 'aegis-ignored';
  const odd = { user_id: CANARY, cost: 1 };

  it.each([
    { kind: 'ml', event: mlEvent },
    { kind: 'llm', event: llmEvent },
  ] as const)('hostile-138: a batch of $kind says which keys were ignored, once', async ({ kind, event }) => {
    const events = [{ ...event(), ...odd }, event(), { ...event(), cost: 2, trace: { a: 1 } }];
    const { status, headers, body } = await hostile.ingest(kind, { events, tenant: 'x' });
    expect([status, body, headers[HEADER]]).toEqual([200, { ingested: 3 }, 'user_id, cost, trace, tenant']);
    expect(JSON.stringify(headers)).not.toContain(CANARY);
  });

  it('hostile-138: nothing is said where nothing was ignored', async () => {
    for (const events of [[], [mlEvent({ input_data: { user_id: 1, $where: 1 } })]]) {
      expect((await hostile.ingest('ml', { events })).headers[HEADER]).toBeUndefined();
    }
  });

  it('hostile-138: what is ours is ignored, and named, too', async () => {
    const ours = { organization_id: 'x', riskScore: 1, riskLabel: 'normal', _id: 'x', received_at: 'x' };
    const event = JSON.stringify({ ...riskyCall(), ...ours }).replace('{', '{"__proto__":{"a":1},"constructor":1,');
    const { headers } = await hostile.ingest('llm', `{"events":[${event}]}`);
    expect(headers[HEADER]).toBe(['__proto__', 'constructor', ...Object.keys(ours)].join(', '));
  });

  it('hostile-138: a lenient batch says it, and so does one that is refused', async () => {
    const events = [{ ...mlEvent(), cost: 1 }, { modelname: 'x' }, 1];
    const lenient = await hostile.ingest('ml', { events }, { Prefer: 'handling=lenient' });
    expect([lenient.status, lenient.headers[HEADER]]).toEqual([200, 'cost, modelname']);
    const refused = await hostile.ingest('ml', { events });
    expect([refused.status, refused.headers[HEADER]]).toEqual([422, 'cost, modelname']);
  });

  it('hostile-138: a retry is answered alike', async () => {
    const body = { events: [{ ...llmEvent(), ...odd }] };
    const answers = [];
    for (let index = 0; index < 3; index++) {
      answers.push(await hostile.ingest('llm', body, { 'Idempotency-Key': 'names-1' }));
    }
    const told = answers.map(({ status, headers, text }) => [status, headers[HEADER], text]);
    expect(told).toEqual(times(3, () => [200, 'user_id, cost', '{"ingested":1}']));
  });

  it('hostile-138: names are bounded, and none splits a header', async () => {
    const names = ['a\r\nSet-Cookie: b', 'größe', '', 'a,b', '\u0000', '\ud800', 'x'.repeat(1_000_000)];
    const event = { ...llmEvent(), ...Object.fromEntries(names.map((name) => [name, 1])) };
    const { headers } = await hostile.ingest('llm', { events: [event] });
    expect(headers[HEADER]).toBe(
      `a%0D%0ASet-Cookie%3A%20b, gr%C3%B6%C3%9Fe, "", a%2Cb, %00, %EF%BF%BD, ${'x'.repeat(64)}...`,
    );
    expect(headers['set-cookie']).toBeUndefined();
    const many = Object.fromEntries(times(50_000, (index) => [`key_${index}`.padEnd(100, 'é'), 1]));
    const told = String((await hostile.ingest('llm', { events: [{ ...llmEvent(), ...many }] })).headers[HEADER]);
    expect(told.split(', ')).toHaveLength(21);
    expect(told).toMatch(/^[!-~ ]{1,1400}$/);
    expect(told.endsWith(', ...')).toBe(true);
  });

  it('hostile-138: pages elsewhere may read it', async () => {
    const headers = { Origin: 'https://app.example' };
    const answer = await hostile.ingest('ml', { events: [{ ...mlEvent(), cost: 1 }] }, headers);
    expect(answer.headers['access-control-expose-headers']).toContain('Aegis-Ignored');
  });
});
