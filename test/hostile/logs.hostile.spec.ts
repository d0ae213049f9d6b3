import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { llmEvent, mlEvent, riskyCall } from '../support/factories.js';
import { eventually } from '../support/poll.js';
import { ServerProcess, temporaryFolder } from '../support/server-process.js';
import { BODY_REQUESTS } from './support/body-requests.js';
import { HOSTILE_EVENTS } from './support/event-requests.js';
import { CANARY, send, sendRaw, type WireAnswer, type WireRequest } from './support/wire.js';

describe('the log of a server under hostile inputs', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>, server: ServerProcess, port: number, token: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await ServerProcess.start(folder.path, {
      DEBUG: 'true',
      ORG_BYTES_PER_SECOND: '1000000000',
      ORG_BURST_BYTES: '1000000000',
    });
    port = Number(new URL(server.url).port);
    const { text } = await post('/auth/token', JSON.stringify(server.firstKey));
    token = (JSON.parse(text) as { access_token: string }).access_token;
  });
  afterAll(async () => {
    await server.end('SIGKILL');
    await folder.remove();
  });

  async function post(path: string, body: string, headers: WireRequest['headers'] = {}): Promise<WireAnswer> {
    const own = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, ...headers };
    return send(port, { method: 'POST', path, body, headers: own });
  }

  it('hostile-102: holds JSON lines only, and nothing of what was sent', async () => {
    const before = server.output.length;
    for (const request of BODY_REQUESTS) {
      await send(port, { ...request, headers: { Authorization: `Bearer ${token}`, ...request.headers } });
    }
    for (const { kind, json } of HOSTILE_EVENTS) {
      const good = kind === 'ml' ? mlEvent({ prediction: CANARY }) : llmEvent({ prompt: CANARY, response: CANARY });
      await post(`/ingest/${kind}`, `{"events":[${JSON.stringify(good)},${json}]}`, { Prefer: 'handling=lenient' });
    }
    await post('/ingest/llm', JSON.stringify({ events: [riskyCall({ response: `password ${CANARY}`.repeat(9) })] }));
    await post(`/nowhere?secret=${CANARY}`, '{}', { Cookie: CANARY, 'X-Request-Id': `${CANARY} "` });
    await post('/auth/token', JSON.stringify({ clientId: CANARY, clientSecret: CANARY }));
    await post('/auth/token', JSON.stringify({ clientId: { $ne: CANARY }, clientSecret: CANARY.repeat(10_000) }));
    await sendRaw(port, `GET /health HTTP/1.1\r\nHost: a\r\n${CANARY}\r\n\r\n`);
    await sendRaw(port, `${CANARY}\r\n\r\n`);
    await eventually(
      async () => server.output.slice(before),
      (text) => text.includes('"path":"/nowhere"') && text.includes('"path":"/auth/token"'),
    );
    expect(await server.end()).toMatchObject({ code: 0 });
    const text = server.output.slice(before);
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain(token);
    // Errors of level 50 and above are ours: hostile input must not lead to any.
    const lines = text.split('\n').filter((line) => line !== '');
    const parsed = lines.map((line) => JSON.parse(line) as { level: number; msg?: string });
    expect(parsed.filter(({ level }) => level >= 50)).toEqual([]);
  });

  it('hostile-101: has one line a request, whatever its names hold', () => {
    const forged = server.output.split('\n').filter((line) => line.startsWith('{"level":30,"msg":"'));
    expect(forged).toEqual([]);
  });
});
