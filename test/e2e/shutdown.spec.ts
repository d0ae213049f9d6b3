import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenTo } from '../support/event-stream.js';
import { ServerProcess, temporaryFolder } from '../support/server-process.js';

/** Far below the promised 15 s: nothing is left to be done but to end. */
const SOON_MS = 9000;

describe('a shutdown', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>, server: ServerProcess;
  beforeEach(async () => {
    folder = await temporaryFolder();
    server = await ServerProcess.start(folder.path);
  });
  afterEach(async () => {
    await server.end('SIGKILL');
    await folder.remove();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('by %s ends with 0', async (signal) => {
    const exit = await server.end(signal);
    expect(exit).toMatchObject({ code: 0, signal: null });
    expect(exit.tookMs).toBeLessThan(SOON_MS);
  });

  it('does not wait for a client that keeps asking on a connection it keeps', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let answers = 0;
    let isAsking = true;
    const asking = (async () => {
      while (isAsking) {
        try {
          const [response] = await once(get(`${server.url}/health`, { agent }), 'response');
          await once(response.resume(), 'end');
          answers++;
        } catch {
          isAsking = false;
        }
      }
    })();
    await expect.poll(() => answers).toBeGreaterThan(5);
    const exit = await server.end();
    isAsking = false;
    await asking;
    agent.destroy();
    expect(exit.code).toBe(0);
    expect(exit.tookMs).toBeLessThan(SOON_MS);
  });

  it('does not wait for a client that never finishes its request', async () => {
    const { port, hostname } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const head = [
      'POST /auth/token HTTP/1.1',
      `Host: ${hostname}`,
      'Content-Type: application/json',
      'Content-Length: 99',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n{"clientId":`);
    const exit = await server.end();
    socket.destroy();
    expect(exit.code).toBe(0);
    expect(exit.tookMs).toBeLessThan(SOON_MS);
  });

  it('does not wait for a client that listens to what is new', async () => {
    const key = server.firstKey ?? { clientId: '', clientSecret: '' };
    const answer = await fetch(`${server.url}/auth/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(key),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const stream = await listenTo(`${server.url}/dashboard/live`, token);
    expect(stream.status).toBe(200);
    const exit = await server.end();
    await stream.ended;
    expect(exit.code).toBe(0);
    expect(exit.tookMs).toBeLessThan(SOON_MS);
  });

  it('answers no new connection', async () => {
    const ending = server.end();
    await expect
      .poll(async () =>
        fetch(`${server.url}/health`).then(
          (answer) => answer.status,
          () => 'refused',
        ),
      )
      .toBe('refused');
    expect(await ending).toMatchObject({ code: 0 });
  });
});
