import { describe, expect, it } from 'vitest';
import { times } from '../support/factories.js';
import { faultsOf, ROUTES } from './support/documented-routes.js';
import { hostileApp, type HostileAnswer } from './support/hostile-app.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };

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
    for (const { method, path, operation } of ROUTES.filter((route) => route.operation.requestBody === undefined)) {
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

  it('hostile-137: of many unknown keys a hundred are named, and very many are not read', async () => {
    const bodyOf = (keys: number): string =>
      `{"policy":"calibrated",${times(keys, (index) => `"k${index}":0`).join(',')}}`;
    const answer = await send('PUT', '/risk/policy', bodyOf(20_000));
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toHaveLength(100);
    expect((await send('PUT', '/risk/policy', bodyOf(300_000))).status).toBe(413);
  });

  it.each([
    { route: 'PUT /risk/policy', body: { policy: 'calibrated', masking: 'off', maskin: 'off' } },
    { route: 'POST /risk/classify', body: { prompt: 'a' } },
    { route: 'POST /risk/classify/batch', body: { calls: [{ prompt: 'a' }] } },
    { route: 'PUT /risk/patterns', body: { patterns: [] } },
    { route: 'PUT /models/fraud-v3/profile', body: { baseline_latency_ms: 10 } },
  ])('hostile-137: $route names the keys of a large body as those of a small one', async ({ route, body }) => {
    const [method = '', path = ''] = route.split(' ');
    const own = 'maskin' in body ? ['body.maskin unknown_key'] : [];
    const zeros = await send(method, path, { ...body, z: times(140_000, () => 0) });
    expect([zeros.status, faultsOf(zeros)]).toEqual([422, [...own, 'body.z unknown_key']]);
    const long = 'x'.repeat(700);
    const longKey = await send(method, path, { [long]: ' '.repeat(300_000), ...body, y: times(70_000, () => []) });
    const named = [`body.${'x'.repeat(64)} unknown_key`, ...own, 'body.y unknown_key'];
    expect([longKey.status, faultsOf(longKey)]).toEqual([422, named]);
    const many = Object.fromEntries(times(300, (index) => [`k${index}`, times(400, () => 0)]));
    expect(faultsOf(await send(method, path, { ...many, ...body }))).toHaveLength(100);
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
