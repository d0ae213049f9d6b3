import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedServer } from './embedded-server.js';
import { temporaryDirectory } from './testing/temporary-server.js';
import { acquireLock, DataDirectoryInUse, findRunningOwner } from './lock-file.js';

const FILE = 'embedded-mongo.lock';
let dataDir: string;

beforeEach(() => {
  dataDir = temporaryDirectory();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function leaveLock(text: string): void {
  writeFileSync(join(dataDir, FILE), text);
}

/** A port that refuses connections. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('a data directory', () => {
  it('names its owner while a server runs, and none before and after', async () => {
    expect(await findRunningOwner(dataDir)).toBeNull();
    const server = await EmbeddedServer.start({ dataDir });
    expect(await findRunningOwner(dataDir)).toEqual({ pid: process.pid, uri: server.uri });
    expect(JSON.parse(readFileSync(join(dataDir, FILE), 'utf8'))).toEqual({ pid: process.pid, uri: server.uri });
    await server.stop();
    expect(await findRunningOwner(dataDir)).toBeNull();
    expect(readdirSync(dataDir)).not.toContain(FILE);
  });

  it('refuses a second server and tells where the first one is', async () => {
    const server = await EmbeddedServer.start({ dataDir });
    try {
      const second = EmbeddedServer.start({ dataDir });
      await expect(second).rejects.toBeInstanceOf(DataDirectoryInUse);
      await expect(second).rejects.toMatchObject({
        pid: process.pid,
        uri: server.uri,
        code: 'EMBEDDED_DATABASE_IN_USE',
      });
      expect(await findRunningOwner(dataDir)).toMatchObject({ uri: server.uri });
    } finally {
      await server.stop();
    }
  });

  it('lets exactly one of many starts at the same time win', async () => {
    const starts = await Promise.allSettled(Array.from({ length: 8 }, () => EmbeddedServer.start({ dataDir })));
    const winners = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    expect(winners).toHaveLength(1);
    await winners[0]!.stop();
  });

  it.each([
    {
      left: 'by a process that died',
      text: async () => JSON.stringify({ pid: await deadPid(), uri: 'mongodb://127.0.0.1:1/' }),
    },
    {
      left: 'by a process whose id now belongs to another one',
      text: async () => JSON.stringify({ pid: process.pid, uri: `mongodb://127.0.0.1:${await closedPort()}/` }),
    },
    { left: 'half written', text: async () => Promise.resolve('{"pid": 12') },
    { left: 'empty', text: async () => Promise.resolve('') },
    {
      left: 'with a broken uri',
      text: async () => Promise.resolve(JSON.stringify({ pid: process.pid, uri: 'nonsense' })),
    },
  ])('takes over a lock left $left', async ({ text }) => {
    leaveLock(await text());
    expect(await findRunningOwner(dataDir)).toBeNull();
    const server = await EmbeddedServer.start({ dataDir });
    expect(await findRunningOwner(dataDir)).toMatchObject({ uri: server.uri });
    await server.stop();
    expect(readdirSync(dataDir).filter((name) => name.startsWith(FILE))).toEqual([]);
  });

  it('does not take a stranger on the same port for the owner', async () => {
    const stranger = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n and so on')).listen(
      0,
      '127.0.0.1',
    );
    await once(stranger, 'listening');
    const address = stranger.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    leaveLock(JSON.stringify({ pid: process.pid, uri: `mongodb://127.0.0.1:${port}/` }));
    expect(await findRunningOwner(dataDir)).toBeNull();
    stranger.close();
  });

  it('does not take the server of another directory for the owner', async () => {
    const otherDir = temporaryDirectory();
    const other = await EmbeddedServer.start({ dataDir: otherDir });
    leaveLock(JSON.stringify({ pid: await deadPid(), uri: other.uri }));
    expect(await findRunningOwner(dataDir)).toBeNull();
    await other.stop();
    rmSync(otherDir, { recursive: true, force: true });
  });

  it('gives the directory back when the port is taken', async () => {
    const first = await EmbeddedServer.start({ dataDir, port: 0 });
    const port = Number(new URL(first.uri).port);
    const otherDir = temporaryDirectory();
    await expect(EmbeddedServer.start({ dataDir: otherDir, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(await findRunningOwner(otherDir)).toBeNull();
    await first.stop();
    rmSync(otherDir, { recursive: true, force: true });
  });

  it('leaves a lock alone that another owner took meanwhile', async () => {
    const release = await acquireLock(dataDir, { pid: process.pid, uri: 'mongodb://127.0.0.1:1/' });
    leaveLock('{"pid":1,"uri":"another"}');
    release();
    expect(readFileSync(join(dataDir, FILE), 'utf8')).toBe('{"pid":1,"uri":"another"}');
  });
});
