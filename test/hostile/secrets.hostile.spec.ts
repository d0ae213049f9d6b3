import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServerProcess, temporaryFolder } from '../support/server-process.js';

const run = promisify(execFile);
const PRODUCTION = {
  ENVIRONMENT: 'production',
  JWT_SECRET_KEY: 'signs tokens of a production server in this test only',
  HOST: '127.0.0.1',
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>, server: ServerProcess;
beforeAll(async () => {
  folder = await temporaryFolder();
  server = await ServerProcess.start(folder.path);
});
afterAll(async () => {
  await server.end('SIGKILL');
  await folder.remove();
});

/** Runs lines in a shell in which `curl` first writes down its command line, as the list of processes would show it. */
async function inShell(lines: string): Promise<{ readonly stdout: string; readonly commands: string }> {
  const log = path.join(folder.path, 'commands');
  const { stdout: real } = await run('sh', ['-c', 'command -v curl']);
  const curl = path.join(folder.path, 'curl');
  await writeFile(curl, `#!/bin/sh\nprintf '%s\\n' "$*" >> '${log}'\nexec ${real.trim()} "$@"\n`);
  await chmod(curl, 0o755);
  const env = { PATH: `${folder.path}:${process.env['PATH']}` };
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', lines], { env });
  return { stdout, commands: await readFile(log, 'utf8') };
}

describe('the first secret', () => {
  it('hostile-135: is in no command that starts a process, and the printed lines work', async () => {
    const secret = server.firstKey?.clientSecret ?? '';
    const holding = server.output.split('\n').filter((line) => line.includes(secret));
    expect(holding).toEqual([`  clientSecret  ${secret}`, `  export AEGIS_CLIENT_SECRET=${secret}`]);
    const exports = [...server.output.matchAll(/^ {2}export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]);
    expect(exports).toEqual([
      ['AEGIS_URL', server.url],
      ['AEGIS_CLIENT_ID', server.firstKey?.clientId],
      ['AEGIS_CLIENT_SECRET', secret],
      ['AEGIS_ORG_ID', expect.stringMatching(/^[0-9a-f]{24}$/)],
    ]);
    const lines = server.output.split('\n').filter((line) => /^ {2}(export|printf|  curl) /.test(line));
    const { stdout, commands } = await inShell(lines.join('\n'));
    expect(JSON.parse(stdout)).toMatchObject({ token_type: 'bearer' });
    expect(commands).toContain('/auth/token');
    expect(commands).not.toContain(secret);
  });

  it("hostile-135: nor a token is in any command line of the README's", async () => {
    const readme = await readFile('README.md', 'utf8');
    const { clientId = '', clientSecret = '' } = server.firstKey ?? {};
    const blocks = [...readme.matchAll(/^```bash\n(.*?)^```$/gms)].map(([, block = '']) => block);
    const tour = blocks.find((block) => block.includes('TOKEN=$(')) ?? '';
    const oauth = blocks.find((block) => block.includes('grant_type=client_credentials')) ?? '';
    const own = tour
      .replace(
        /AEGIS_CLIENT_ID=\S+ AEGIS_CLIENT_SECRET=\S+/,
        `AEGIS_CLIENT_ID=${clientId} AEGIS_CLIENT_SECRET=${clientSecret}`,
      )
      .replaceAll('http://127.0.0.1:8000', server.url);
    const { stdout, commands } = await inShell(`${own}\naegis /dashboard/health\n${oauth}\necho\necho "$TOKEN"`);
    const [health = '', token = '', ownToken = 'none'] = stdout.trim().split('\n');
    expect(JSON.parse(health)).toHaveProperty('score');
    expect(JSON.parse(token)).toMatchObject({ scope: 'ingest' });
    expect(commands.match(/auth\/token/g)?.length).toBeGreaterThan(1);
    expect(commands).not.toContain(clientSecret);
    expect(commands).not.toContain(ownToken);
  });
});

describe('metrics in production', () => {
  it('hostile-134: are not on the public port, and the log says how to have them', async () => {
    const inProduction = await ServerProcess.start(path.join(folder.path), {
      ...PRODUCTION,
      DATA_DIR: path.join(folder.path, 'a'),
    });
    for (const name of ['/metrics', '/metrics/', '/metrics?x=1', '//metrics', '/METRICS'])
      expect((await fetch(`${inProduction.url}${name}`)).status).toBe(404);
    expect(inProduction.output).toContain('METRICS_PORT is not set');
    await inProduction.end();
  });

  it('hostile-134: are on a port of their own, for this machine', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    const env = { ...PRODUCTION, METRICS_PORT: String(port), DATA_DIR: path.join(folder.path, 'b') };
    const inProduction = await ServerProcess.start(folder.path, env);
    expect((await fetch(`${inProduction.url}/metrics`)).status).toBe(404);
    expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain('aegis_events_accepted_total');
    await inProduction.end();
  });

  it('hostile-134: are where they were in development', async () => {
    expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
  });
});
