import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../src/openapi.setup.js';
import { llmEvent } from '../support/factories.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const METHODS = ['get', 'put', 'post', 'delete'] as const;
/** A stream ends by itself after this; other routes ignore it. */
const ENDS = '?seconds=1';

interface Route {
  readonly method: (typeof METHODS)[number];
  readonly path: string;
}

/** Every route of the document that asks for a token, with something in place of each part of its path. */
function closedRoutes({ app }: TestApp): Route[] {
  return Object.entries(openApiDocument(app, 'AegisAI').paths).flatMap(([path, item]) =>
    METHODS.filter((method) => (item[method]?.security ?? []).length > 0).map((method) => ({
      method,
      path: path.replaceAll('{kind}', 'llm').replaceAll(/\{\w+\}/g, 'none'),
    })),
  );
}

describe('what caches may keep', () => {
  let app: TestApp, member: Member, reader: Member;
  beforeAll(async () => {
    app = await createTestApp({ env: { CREDENTIALS_REFRESH_MAX_TOKEN_AGE_SECONDS: '86400' } });
    member = await app.join();
    reader = await app.join('Readers', { scopes: 'read' });
    await member.post('/ingest/llm', { events: [llmEvent()] }).expect(200);
  });
  afterAll(() => app.close());

  it('hostile-132: is nothing that stands behind a token, of any route, nor its refusal', async () => {
    const routes = closedRoutes(app);
    expect(routes.length).toBeGreaterThan(20);
    for (const { method, path } of routes) {
      for (const token of ['', 'forged', reader.token, member.token]) {
        const request = app.http[method](`${path}${ENDS}`);
        const { headers, status } = await (token === '' ? request : request.auth(token, { type: 'bearer' }));
        const said = { route: `${method} ${path}`, status, cacheControl: headers['cache-control'] };
        expect(said).toMatchObject({ cacheControl: 'no-store' });
      }
    }
  });

  it.each(['/nowhere', '/events/', '/events/llm?limit=0', '/events/%00'])(
    'hostile-132: is no refusal of %s',
    async (path) => {
      const { headers } = await member.get(path);
      expect(headers).toMatchObject({ 'cache-control': 'no-store' });
    },
  );
});
