import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/test-app.js';

const BUILT = path.resolve(import.meta.dirname, '../../dist/web');
const MAX_GZIPPED_BYTES = 250_000;
const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

describe('the web page as it is served', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  it('is where / leads browsers, and nobody else', async () => {
    await app.http.get('/').set('Accept', HTML).expect(302).expect('Location', '/ui/');
    for (const accept of ['application/json', '*/*']) await app.http.get('/').set('Accept', accept).expect(404);
  });

  it.each(['/ui', '/ui/', '/ui/events?label=risky', '/ui/events/llm/0', '/ui/model?name=..'])(
    'is at %s, always asked for anew, under a policy that allows nothing else',
    async (address) => {
      const { text, headers } = await app.http
        .get(address)
        .expect(200)
        .expect('Content-Type', /^text\/html/);
      expect(text).toContain('<div id="page">');
      expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
      const policy = String(headers['content-security-policy']);
      for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"]) {
        expect(policy.split('; ')).toContain(rule);
      }
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toContain('unsafe');
    },
  );

  it('has files that never change, because their names would', async () => {
    for (const file of readdirSync(path.join(BUILT, 'assets'))) {
      expect(file).toMatch(/-[\w-]{8}\.(js|css|svg)$/);
      const { headers } = await app.http.get(`/ui/assets/${file}`).expect(200);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    }
  });

  it.each([
    { method: 'get', address: '/ui/assets/none.js', status: 404 },
    { method: 'get', address: '/ui/assets/..%2findex.html', status: 404 },
    { method: 'get', address: '/ui/assets/..%2f..%2fmain.js', status: 404 },
    { method: 'get', address: '/uix', status: 404 },
    { method: 'post', address: '/ui/', status: 405 },
  ] as const)('answers $method $address with $status', async ({ method, address, status }) => {
    const answer = await app.http[method](address);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['cache-control'] ?? '').not.toContain('immutable');
  });

  it('has nothing inline and nothing from elsewhere', () => {
    const page = readFileSync(path.join(BUILT, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc="\/ui\/)/);
    const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses.length).toBeGreaterThan(2);
    for (const address of addresses) expect(address).toMatch(/^\/ui\/assets\//);
  });

  it(`is at most ${MAX_GZIPPED_BYTES} bytes, gzipped`, () => {
    const files = readdirSync(BUILT, { recursive: true, encoding: 'utf8' }).filter((file) => path.extname(file) !== '');
    const bytes = files.map((file) => gzipSync(readFileSync(path.join(BUILT, file))).length);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_GZIPPED_BYTES);
  });

  it('is away where WEB_ENABLED is false', async () => {
    const without = await createTestApp({ env: { WEB_ENABLED: 'false' } });
    await without.http.get('/ui/').set('Accept', HTML).expect(404);
    await without.http.get('/').set('Accept', HTML).expect(404);
    await without.close();
  });
});
