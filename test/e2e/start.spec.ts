import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerProcess, temporaryFolder } from '../support/server-process.js';

const GOOD_SECRET = 'only for tests, and long enough for production';

describe('a start', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const started: ServerProcess[] = [];
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    for (const server of started.splice(0)) await server.end('SIGKILL');
    await folder.remove();
  });

  function launch(env: Readonly<Record<string, string>>): ServerProcess {
    const server = ServerProcess.launch(folder.path, env);
    started.push(server);
    return server;
  }

  async function start(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const server = await ServerProcess.start(folder.path, env);
    started.push(server);
    return server;
  }

  it('in production with the default secret ends with 78 and says why', async () => {
    const server = launch({ ENVIRONMENT: 'production' });
    expect(await server.exit()).toMatchObject({ code: 78 });
    expect(server.output).toContain('JWT_SECRET_KEY');
    expect(server.output).not.toMatch(/at .*\.js:/);
  });

  it('with faulty settings ends with 78 and names all of them, without their values', async () => {
    const server = launch({
      PORT: 'eighty',
      JWT_ALGORITHM: 'RS256',
      MONGO_URI: 'http://user:hush@host',
      DEBUG: 'perhaps',
    });
    expect(await server.exit()).toMatchObject({ code: 78 });
    for (const variable of ['PORT', 'JWT_ALGORITHM', 'MONGO_URI', 'DEBUG']) expect(server.output).toContain(variable);
    expect(server.output).not.toMatch(/eighty|hush|perhaps/);
  });

  it('in development on an empty database shows a first key once, and says when it is ready', async () => {
    const server = await start();
    const { firstKey } = server;
    expect(firstKey).not.toBeNull();
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    expect((await server.signIn(firstKey!)).labelled).toBeTypeOf('function');
    expect(await server.end()).toMatchObject({ code: 0 });
    const again = await start();
    expect(again.firstKey).toBeNull();
    expect(again.output).not.toContain('clientSecret');
    expect(await (await again.signIn(firstKey!)).labelled()).toBe(0);
  });

  it('takes settings from .env, and rather from the environment', async () => {
    await writeFile(
      path.join(folder.path, '.env'),
      'APP_NAME=From file\nLOG_LEVEL=silent\nJWT_ACCESS_TOKEN_EXPIRES_MINUTES=7\n',
    );
    const server = await start({ APP_NAME: 'From environment', HOST: 'localhost' });
    expect(server.url).toMatch(/^http:\/\/localhost:\d+$/);
    const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as { info: { title: string } };
    expect(document.info.title).toBe('From environment');
    expect(server.output).not.toContain('"level"');
    const answer = await fetch(`${server.url}/auth/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(server.firstKey),
    });
    expect(await answer.json()).toMatchObject({ token_type: 'bearer', expires_in: 420 });
  });

  it('in production shows no key; the bootstrap key is taken, and only while there is none', async () => {
    const production = { ENVIRONMENT: 'production', JWT_SECRET_KEY: GOOD_SECRET, HOST: '127.0.0.1' };
    const key = { clientId: 'bootstrap', clientSecret: 'bootstrap-secret-of-32-characters' };
    const env = {
      ...production,
      AEGIS_BOOTSTRAP_CLIENT_ID: key.clientId,
      AEGIS_BOOTSTRAP_CLIENT_SECRET: key.clientSecret,
    };
    const server = await start(env);
    expect(server.firstKey).toBeNull();
    expect(server.output).not.toContain(key.clientSecret);
    expect(await (await server.signIn(key)).labelled()).toBe(0);
    await server.end();
    const again = await start({ ...env, AEGIS_BOOTSTRAP_CLIENT_ID: 'another' });
    await expect(again.signIn({ ...key, clientId: 'another' })).rejects.toThrow('401');
    expect(await (await again.signIn(key)).labelled()).toBe(0);
  });

  it('with DEBUG tells more', async () => {
    const server = await start({ DEBUG: 'true' });
    expect(server.output).toMatch(/"level":20\b/);
  });

  it('with a database that is not there fails with 1', async () => {
    const server = launch({ MONGO_URI: 'mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=100' });
    expect(await server.exit()).toMatchObject({ code: 1 });
  });
});
