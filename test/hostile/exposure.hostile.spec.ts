import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { hostileApp } from './support/hostile-app.js';

const SECRET = 'signs tokens of a production server in this test only';
const PAGES = ['/docs', '/redoc', '/openapi.json', '/openapi.yaml', '/docs/swagger-ui-init.js', '/redoc/redoc.js'];

/** @returns a port that is free for now */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe('in production', () => {
  const hostile = hostileApp({ ENVIRONMENT: 'production', JWT_SECRET_KEY: SECRET });

  it.each(PAGES)('hostile-105: %s is not there', async (path) => {
    expect((await hostile.send({ method: 'GET', path })).status).toBe(404);
  });

  it('hostile-105: the pages are there where a setting says so', () => {
    const production = { ENVIRONMENT: 'production', JWT_SECRET_KEY: SECRET };
    expect(loadConfig(production).docsEnabled).toBe(false);
    expect(loadConfig({ ...production, DOCS_ENABLED: 'true' }).docsEnabled).toBe(true);
    expect(loadConfig({}).docsEnabled).toBe(true);
  });
});

describe('metrics', () => {
  const env: Record<string, string> = {};
  beforeAll(async () => {
    env['METRICS_PORT'] = String(await freePort());
  });
  const hostile = hostileApp(env);

  it('hostile-105: are on a port of their own where a setting says so, and nowhere else', async () => {
    expect((await hostile.send({ method: 'GET', path: '/metrics' })).status).toBe(404);
    const own = await fetch(`http://127.0.0.1:${env['METRICS_PORT']}/metrics`);
    expect(own.status).toBe(200);
    expect(await own.text()).toContain('aegis_events_accepted_total');
    expect((await fetch(`http://127.0.0.1:${env['METRICS_PORT']}/dashboard/health`)).status).toBe(404);
  });
});

describe('a web page elsewhere', () => {
  const hostile = hostileApp();
  const headers = { Origin: 'https://evil.example' };

  it.each(['/dashboard/alerts', '/health', '/openapi.json', '/nowhere'])(
    'hostile-106: may not read %s',
    async (path) => {
      const answer = await hostile.send({ method: 'GET', path, headers });
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' });
      expect(answer.headers['x-powered-by']).toBeUndefined();
    },
  );

  it('hostile-106: is not told that it might send', async () => {
    const asking = { ...headers, 'Access-Control-Request-Method': 'POST' };
    const answer = await hostile.send({ method: 'OPTIONS', path: '/ingest/ml', headers: asking });
    expect(answer.status).toBe(405);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('a web page that is listed', () => {
  const hostile = hostileApp({ CORS_ORIGINS: 'https://app.example, https://ops.example:8443' });

  it('hostile-106: may read answers and send; others still may not', async () => {
    const allowed = async (origin: string): Promise<unknown> => {
      const answer = await hostile.send({ method: 'GET', path: '/dashboard/alerts', headers: { Origin: origin } });
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      expect(answer.headers['vary']).toContain('Origin');
      return answer.headers['access-control-allow-origin'];
    };
    expect(await allowed('https://app.example')).toBe('https://app.example');
    expect(await allowed('https://ops.example:8443')).toBe('https://ops.example:8443');
    for (const origin of ['https://evil.example', 'https://app.example.evil.example', 'null', 'http://app.example']) {
      expect(await allowed(origin)).toBeUndefined();
    }
    const asking = { Origin: 'https://app.example', 'Access-Control-Request-Method': 'POST' };
    const { status, headers } = await hostile.send({ method: 'OPTIONS', path: '/ingest/ml', headers: asking });
    expect([status, headers['access-control-allow-origin']]).toEqual([204, 'https://app.example']);
  });

  it.each(['*', 'https://*', 'app.example', 'https://app.example/', 'https://a.example https://b.example', 'null'])(
    'hostile-106: %j is no list of origins',
    (origins) => expect(() => loadConfig({ CORS_ORIGINS: origins })).toThrow('CORS_ORIGINS'),
  );
});
