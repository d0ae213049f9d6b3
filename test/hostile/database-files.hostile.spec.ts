import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EmbeddedServer } from '../../src/embedded-mongo/embedded-server.js';
import { findRunningOwner } from '../../src/embedded-mongo/lock-file.js';
import { runProgram } from '../support/program.js';
import { ServerProcess } from '../support/server-process.js';
import { DatabaseUnderAttack, modeOf, NOBODY } from './support/database-under-attack.js';

const isRoot = process.geteuid?.() === 0;
const hasModes = process.platform !== 'win32';
const PRODUCTION = {
  ENVIRONMENT: 'production',
  JWT_SECRET_KEY: 'signs tokens of a production server in this test only',
  HOST: '127.0.0.1',
};
const STARTS_MS = 60_000;

const database = new DatabaseUnderAttack();

/** Makes a directory as servers before this one did, and as the umask of most systems makes them. */
async function leaveOpen(): Promise<void> {
  const server = await EmbeddedServer.start({ dataDir: database.dataDir });
  await server.stop();
  for (const name of database.names) chmodSync(path.join(database.dataDir, name), 0o644);
  chmodSync(database.dataDir, 0o755);
}

describe.skipIf(!isRoot)('another user of the machine', () => {
  it(
    'hostile-117, hostile-118: reads nothing of a running server, and gets no answer',
    { timeout: STARTS_MS },
    async () => {
      await database.startServer();
      const owner = await findRunningOwner(database.dataDir);
      expect(await database.intrude(owner?.uri ?? '')).toEqual([]);
    },
  );

  it('hostile-118: gets no answer on TCP either, without the secret', async () => {
    const { uri } = await database.start({ port: 0 });
    expect(await database.intrude(uri)).toEqual(['connect']);
  });

  it('hostile-117: would read a directory that is open to all, which this test would see', async () => {
    const { uri } = await database.start();
    chmodSync(database.dataDir, 0o777);
    for (const name of database.names) chmodSync(path.join(database.dataDir, name), 0o666);
    const got = await database.intrude(uri);
    for (const what of ['list', 'write', 'r data.mdb', 'r+ data.mdb', 'r embedded-mongo.lock', 'connect', 'answer'])
      expect(got).toContain(what);
  });
});

describe.skipIf(!hasModes)('files of the database', () => {
  it('hostile-117: are for their owner alone, whatever the umask', { timeout: STARTS_MS }, async () => {
    const program = ['sh', process.execPath, path.resolve('dist/main.js')];
    const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: database.dataDir, PORT: '0' };
    const child = spawn('sh', ['-c', 'umask 000 && exec "$@"', ...program], { cwd: database.path, env });
    database.atEnd(async () => child.kill('SIGKILL'));
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await expect.poll(() => output, { timeout: 30_000 }).toContain('AegisAI is ready');
    const file = path.join(database.path, 'all.backup');
    expect(await runProgram('cli.js', ['backup', file], { folder: database.path })).toMatchObject({ code: 0 });
    const found = database.names;
    expect(found).toEqual(expect.arrayContaining(['data.mdb', 'lock.mdb', 'embedded-mongo.lock']));
    expect(found.filter((name) => name.endsWith('.sock'))).toHaveLength(1);
    const modes = Object.fromEntries(found.map((name) => [name, modeOf(path.join(database.dataDir, name))]));
    expect(modes).toEqual(Object.fromEntries(found.map((name) => [name, '600'])));
    expect(modeOf(database.dataDir)).toBe('700');
    expect(modeOf(file)).toBe('600');
  });

  it(
    'hostile-117: that others could read are closed to them, and the log says so',
    { timeout: STARTS_MS },
    async () => {
      await leaveOpen();
      const server = await database.startServer();
      expect(server.output).toContain('was open to other users: its mode is 0700 now');
      expect(modeOf(database.dataDir)).toBe('700');
      for (const name of database.names)
        expect(`${name} ${modeOf(path.join(database.dataDir, name))}`).toBe(`${name} 600`);
      expect(await server.end()).toMatchObject({ code: 0 });
      expect((await database.startServer()).output).not.toContain('other users');
    },
  );

  it('hostile-117: that others could read end a start in production with 78, and stay as they are', async () => {
    await leaveOpen();
    const server = ServerProcess.launch(database.path, PRODUCTION);
    expect(await server.exit()).toMatchObject({ code: 78 });
    const [head, line, ...rest] = server.output.trim().split('\n');
    expect(head).toBe('Configuration refused:');
    expect(line).toMatch(/^ {2}DATA_DIR can be entered by other users \(mode 0755\): run "chmod -R go-rwx \/.*", or /);
    expect(rest).toEqual([]);
    expect([modeOf(database.dataDir), modeOf(path.join(database.dataDir, 'data.mdb'))]).toEqual(['755', '644']);
    const cli = await runProgram('cli.js', ['org:create', '--name', 'A'], { folder: database.path, env: PRODUCTION });
    expect(cli).toMatchObject({ code: 78, stdout: '' });
    const [, command = ''] = /run "(.*?)"/.exec(server.output) ?? [];
    const mending = spawn('sh', ['-c', command]);
    await once(mending, 'close');
    await database.startServer(PRODUCTION);
  });

  it('hostile-117: of a server that was killed are taken over, its socket goes', async () => {
    const server = await database.startServer();
    const left = database.names.find((name) => name.endsWith('.sock')) ?? '';
    await server.end('SIGKILL');
    await database.start();
    expect(database.names).not.toContain(left);
    expect(database.names.filter((name) => name.endsWith('.sock'))).toHaveLength(1);
  });
});

describe('a data directory', () => {
  it.skipIf(!isRoot)('hostile-117: that belongs to somebody else is refused in production', async () => {
    mkdirSync(database.dataDir, { mode: 0o700 });
    const chown = spawn('chown', [String(NOBODY), database.dataDir]);
    await once(chown, 'close');
    const server = ServerProcess.launch(database.path, PRODUCTION);
    expect(await server.exit()).toMatchObject({ code: 78 });
    expect(server.output).toMatch(/DATA_DIR belongs to another user \(id 65534\): run "chown -hR 0 \S+" as root/);
  });

  it.skipIf(!hasModes)('hostile-117: leaves what is not its own as it is', async () => {
    mkdirSync(database.dataDir, { mode: 0o755 });
    writeFileSync(path.join(database.dataDir, 'notes.txt'), 'mine', { mode: 0o644 });
    await database.start();
    expect(modeOf(path.join(database.dataDir, 'notes.txt'))).toBe('644');
  });
});
