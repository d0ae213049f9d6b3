import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, riskyCall } from '../support/factories.js';
import { eventually } from '../support/poll.js';
import { ServerProcess, temporaryFolder } from '../support/server-process.js';

interface Line {
  readonly msg?: string;
  readonly requestId?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly durationMs?: number;
}

/** Each place where something secret is sent has a canary of its own. */
const canary = (place: string): string => `canary-${place}-5d1c`;

describe('the log of a server', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>, server: ServerProcess, token: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await ServerProcess.start(folder.path, { DEBUG: 'true' });
    token = await signIn();
  });
  afterAll(async () => {
    await server.end('SIGKILL');
    await folder.remove();
  });

  async function signIn(): Promise<string> {
    const answer = await send('POST', '/auth/token', JSON.stringify(server.firstKey), {});
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  async function send(
    method: string,
    path: string,
    body?: string,
    headers: Readonly<Record<string, string>> = { Authorization: `Bearer ${token}` },
  ): Promise<Response> {
    const content = body === undefined ? {} : { body };
    return fetch(`${server.url}${path}`, {
      method,
      ...content,
      headers: { 'Content-Type': 'application/json', ...headers },
    });
  }

  function lines(): Line[] {
    return server.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);
  }

  function requestLines(requestId: string): Line[] {
    return lines().filter((line) => line.msg === 'request' && line.requestId === requestId);
  }

  it.each([
    { method: 'GET', path: '/health', status: 200 },
    { method: 'GET', path: '/dashboard/models?page=1', status: 422 },
    { method: 'POST', path: '/ingest/ml', status: 422, body: '{}' },
    { method: 'POST', path: '/ingest/llm', status: 400, body: '{' },
    { method: 'GET', path: '/nowhere', status: 404 },
    { method: 'GET', path: '/dashboard/models', status: 401, headers: {} },
    { method: 'GET', path: '/docs', status: 200 },
  ])('has one line for $method $path with its status $status', async ({ method, path, status, body, headers }) => {
    const answer = await send(method, path, body, headers);
    await answer.arrayBuffer();
    expect(answer.status).toBe(status);
    const requestId = answer.headers.get('x-request-id') ?? '';
    expect(requestId).not.toBe('');
    const [line, ...others] = await eventually(
      async () => requestLines(requestId),
      (found) => found.length > 0,
    );
    expect(others).toEqual([]);
    expect(line).toMatchObject({ requestId, method, path: path.split('?')[0], status });
    expect(line?.durationMs).toBeGreaterThanOrEqual(0);
  });

  it('holds JSON only, beside what is said to the person who starts it', () => {
    const others = server.output.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    const said =
      /^(First key|Paste these|Try it|Or look|AegisAI is ready| {2}(clientId|clientSecret|export|printf) | {4}curl )/;
    expect(others.filter((line) => !said.test(line))).toEqual([]);
  });

  it('holds nothing of what was sent', async () => {
    const secrets = [token, server.firstKey!.clientSecret];
    const text = (place: string): object => ({
      prompt: `password ${canary(place)}`,
      response: canary(`${place}-response`),
    });
    const requests: readonly Parameters<typeof send>[] = [
      ['POST', '/ingest/llm', JSON.stringify({ events: [riskyCall(text('prompt')), llmEvent(text('call'))] })],
      [
        'POST',
        '/ingest/ml',
        JSON.stringify({
          events: [mlEvent({ input_data: { secret: canary('input') }, prediction: canary('prediction') })],
        }),
      ],
      [
        'POST',
        '/ingest/llm',
        JSON.stringify({ events: [{ ...llmEvent(text('refused')), latency_ms: canary('latency') }] }),
      ],
      ['POST', '/ingest/llm', `{"events": [{"prompt": "${canary('malformed')}`],
      ['POST', '/ingest/llm', canary('media'), { Authorization: `Bearer ${token}`, 'Content-Type': 'text/plain' }],
      ['POST', '/ingest/ml', JSON.stringify({ events: [mlEvent({ input_data: { _bsontype: canary('bson') } })] })],
      ['GET', `/dashboard/alerts?token=${canary('query')}&access_token=${token}`],
      ['GET', `/nowhere?token=${canary('query-nowhere')}`],
      ['GET', '/dashboard/alerts', undefined, { Authorization: `Bearer ${canary('bearer')}` }],
      ['GET', '/dashboard/alerts', undefined, { Authorization: `Basic ${canary('basic')}`, Cookie: canary('cookie') }],
      ['GET', '/health', undefined, { 'X-Api-Key': canary('header'), 'X-Request-Id': `${canary('id')} with spaces` }],
      ['POST', '/auth/token', JSON.stringify({ clientId: 'somebody', clientSecret: canary('secret') }), {}],
      ['POST', '/auth/token', JSON.stringify({ clientId: 'somebody', clientSecret: { nested: canary('nested') } }), {}],
      ['PUT', '/models/fraud/profile', JSON.stringify({ baseline_latency_ms: canary('profile') })],
    ];
    for (const request of requests) await (await send(...request)).arrayBuffer();
    const refreshed = (await (await send('POST', '/auth/credentials/refresh')).json()) as { clientSecret: string };
    const before = server.output.indexOf('AegisAI is ready');
    expect(await server.end()).toMatchObject({ code: 0 });
    const after = server.output.slice(before);
    expect(lines().filter(({ msg }) => msg === 'request').length).toBeGreaterThan(requests.length);
    expect([...after.matchAll(/canary-[\w-]+/g)].map(([found]) => found)).toEqual([]);
    for (const secret of [...secrets, refreshed.clientSecret]) expect(after.includes(secret)).toBe(false);
  });
});
