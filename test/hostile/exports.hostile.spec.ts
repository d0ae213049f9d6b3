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

const BEGINNINGS = ['=1', '+1', '-1', '@a', '＝1', '＋1', '－1', '＠a', ' =1', '\u{feff}=1', '\u{a0}=1', '"=1"'];
const BEFORE = ['', ';', '\n', '\r\n', '\r', '\t', '|', 'a;', 'a\n', 'a\t', 'a|', 'a; ', 'a;;', '"a";'];

/** How a program reads a file that takes one character for the separator of cells and knows quotes where a cell begins with one. */
function cellsOf(text: string, separator: string): string[] {
  const cells: string[] = [];
  let [cell, isQuoted] = ['', false];
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (isQuoted && char === '"' && text.charAt(at + 1) === '"') cell += text.charAt(++at);
    else if (char === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted;
    else if (!isQuoted && (char === separator || char === '\n' || char === '\r')) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  return [...cells, cell];
}

const RUNS = /^[\p{Z}\p{C}"]*[=+@＝＋－＠]|^[\p{Z}\p{C}"]*-(?!\d+(\.\d+)?$)/u;

describe('a table of events', () => {
  let app: TestApp, text: string;
  beforeAll(async () => {
    app = await createTestApp();
    const member = await app.join();
    const prompts = BEFORE.flatMap((before) => BEGINNINGS.map((beginning) => `${before}${beginning}`));
    const events = prompts.map((prompt) => llmEvent({ prompt, response: prompt }));
    await member.post('/ingest/llm', { events }).expect(200);
    text = (await member.get('/events/llm/export?format=csv').buffer(true).expect(200)).text;
  });
  afterAll(() => app.close());

  it.each([',', ';', '\t', '|'])('hostile-133: has no formula for a program that separates by %j', (separator) => {
    expect(cellsOf(text, separator).filter((cell) => RUNS.test(cell))).toEqual([]);
  });
});
