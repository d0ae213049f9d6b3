import { describe, expect, it } from 'vitest';
import { times } from '../support/factories.js';
import { faultsOf, PROBES, ROUTES } from './support/documented-routes.js';
import { hostileApp, type HostileAnswer } from './support/hostile-app.js';
import { CANARY } from './support/wire.js';

describe('query parameters', () => {
  const hostile = hostileApp();
  const get = async (path: string): Promise<HostileAnswer> => hostile.send({ method: 'GET', path });

  it.each(ROUTES)('hostile-136: $method $path has no parameter that it does not name', async ({ method, path }) => {
    const answer = await hostile.send({ method, path: `${path}?no_such_thing=${CANARY}` });
    expect([answer.status, faultsOf(answer)]).toEqual([422, ['query.no_such_thing unknown_parameter']]);
  });

  it('hostile-136: every parameter that a route names is known to it, and its misspelling is told', async () => {
    for (const { path, operation } of ROUTES) {
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
    times(900, (index) => `x${index}=1`).join('&'),
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
    for (const { method, path, operation } of ROUTES) {
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
