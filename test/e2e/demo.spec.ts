import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finished, runProgram } from '../support/program.js';
import type { Distribution, ServerClient } from '../support/server-client.js';
import { ServerProcess, temporaryFolder } from '../support/server-process.js';

describe('the demo', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>, server: ServerProcess, client: ServerClient;
  let key: { clientId: string; clientSecret: string };
  let finished: Finished;

  async function demo(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
    return runProgram('demo/demo.command.js', args, { folder: folder.path, env });
  }

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await ServerProcess.start(folder.path);
    key = server.firstKey ?? { clientId: '', clientSecret: '' };
    client = await server.signIn(key);
    const env = { AEGIS_CLIENT_ID: key.clientId, AEGIS_CLIENT_SECRET: key.clientSecret };
    finished = await demo(['--url', server.url, '--scale', '0.02', '--seed', '7'], env);
  });
  afterAll(async () => {
    await server.end();
    await folder.remove();
  });

  it('ends well, and says what to look at without saying the secret', () => {
    const { code, stdout, stderr } = finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`curl -s ${server.url}/dashboard/health `);
    expect(stdout).not.toContain(key.clientSecret);
  });

  it('shows its progress in lines where there is no terminal', () => {
    const sent = [...finished.stdout.matchAll(/^Sent (\d+) of (\d+) events$/gm)];
    expect(sent).toHaveLength(4);
    expect(sent.at(-1)?.[1]).toBe(sent.at(-1)?.[2]);
  });

  it('ends only when every event is labelled, with the numbers of the server', async () => {
    const { body } = await client.send<Distribution>('GET', '/dashboard/risk-distribution');
    const { normalCount, suspiciousCount, riskyCount } = body;
    const [, total] = /^Sent \d+ of (\d+) events$/m.exec(finished.stdout) ?? [];
    expect(normalCount + suspiciousCount + riskyCount).toBe(Number(total));
    expect(suspiciousCount).toBeGreaterThan(0);
    expect(riskyCount).toBeGreaterThan(0);
    expect(finished.stdout).toContain(
      `Events   ${normalCount} normal, ${suspiciousCount} suspicious, ${riskyCount} risky\n`,
    );
  });

  it('leaves one drifted model, with a learned baseline, a lowered health and open alerts', async () => {
    expect(finished.stdout).toMatch(/^Drifted {2}churn-v2, \d\d\.\d\d % above its baseline$/m);
    expect(finished.stdout).toMatch(/^Alerts {3}\d+ open \(1 drift, \d+ risk\); the newest: /m);
    const [, score] = /^Health {3}([\d.]+) of 100: /m.exec(finished.stdout) ?? [];
    expect(Number(score)).toBeLessThan(95);
    const churn = await client.send<{ source: string }>('GET', '/models/churn-v2/profile');
    expect(churn.body.source).toBe('learned');
    const fraud = await client.send<{ source: string; feature_stats: object }>('GET', '/models/fraud-v3/profile');
    expect(fraud.body).toMatchObject({ source: 'set', feature_stats: { amount: { mean: 84 } } });
  });

  it.each([
    { what: 'without a key', code: 78, args: [], line: /^error: A key is needed, .* -- key:create --org ID$/ },
    {
      what: 'with a key that is refused',
      code: 1,
      args: ['--client-id', 'nobody', '--client-secret', 'x'.repeat(40)],
      line: /^error: The server refuses the key: it is unknown, wrong or revoked\.$/,
    },
    { what: 'with too much traffic', code: 1, args: ['--scale', '1000'], line: /^error: option '--scale <factor>'/ },
  ])('ends with $code and one line $what', async ({ code, args, line }) => {
    const ended = await demo(['--url', server.url, ...args]);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(/^[^\n]+\n$/);
    expect(ended.stderr.trimEnd()).toMatch(line);
  });

  it('ends with 1 and one line where no server answers', async () => {
    const ended = await demo(['--client-id', 'me', '--client-secret', 'mine'], { PORT: String(await freePort()) });
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^error: No answer from http:\/\/127\.0\.0\.1:\d+: start a server there .*\n$/);
  });
});

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  holder.close();
  await once(holder, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
