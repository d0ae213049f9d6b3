import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import path from 'node:path';
import { inspect } from 'node:util';
import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { EmbeddedServer } from '../../src/embedded-mongo/embedded-server.js';
import { DataDirectoryInUse, findRunningOwner } from '../../src/embedded-mongo/lock-file.js';
import { addressOf } from '../../src/embedded-mongo/server/address.js';
import { CONNECTION_LIMITS } from '../../src/embedded-mongo/server/connection-table.js';
import { runProgram } from '../support/program.js';
import { ServerProcess } from '../support/server-process.js';
import { DatabaseUnderAttack, int32, opMsg, opQuery } from './support/database-under-attack.js';

const STARTS_MS = 60_000;
const database = new DatabaseUnderAttack();

const named = (name: unknown) => ({ client: { application: { name } } });

describe('a database on TCP', () => {
  const WRONG = 'A'.repeat(43);
  it.each([
    { first: 'ping', bytes: () => opMsg({ ping: 1 }) },
    { first: 'a read', bytes: () => opMsg({ listDatabases: 1 }) },
    { first: 'a greeting', bytes: () => opMsg({ hello: 1 }) },
    { first: 'a greeting of old', bytes: () => opQuery({ isMaster: 1 }) },
    { first: 'a greeting with a wrong secret', bytes: () => opMsg({ hello: 1, ...named(WRONG) }) },
    { first: 'a greeting of old with a wrong secret', bytes: () => opQuery({ ismaster: 1, ...named(WRONG) }) },
    { first: 'a part of the secret', bytes: (secret: string) => opMsg({ hello: 1, ...named(secret.slice(0, -1)) }) },
    { first: 'more than the secret', bytes: (secret: string) => opMsg({ hello: 1, ...named(`${secret}x`) }) },
    { first: 'a list with the secret', bytes: (secret: string) => opMsg({ hello: 1, ...named([secret]) }) },
    { first: 'an operator', bytes: () => opMsg({ hello: 1, ...named({ $ne: '' }) }) },
    { first: 'an empty name', bytes: () => opMsg({ hello: 1, ...named('') }) },
    { first: 'no client', bytes: () => opMsg({ hello: 1, client: null }) },
    { first: 'a command with the secret', bytes: (secret: string) => opMsg({ ping: 1, ...named(secret) }) },
    {
      first: 'a write, then a greeting',
      bytes: (secret: string) => Buffer.concat([opMsg({ drop: 'c' }), opMsg({ hello: 1, ...named(secret) })]),
    },
    { first: 'HTTP', bytes: () => Buffer.from('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n') },
    { first: 'a message of 17 KB, announced', bytes: () => Buffer.concat([int32(17 * 1024), Buffer.alloc(12)]) },
    { first: 'a message that is none', bytes: () => Buffer.concat([int32(40), Buffer.alloc(36, 0xff)]) },
  ])('hostile-118: answers $first with nothing, and hangs up', async ({ bytes }) => {
    const { uri } = await database.start({ port: 0 });
    const secret = addressOf(uri)?.secret ?? '';
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect((await database.answerTo(uri, bytes(secret))).length).toBe(0);
  });

  it.each([
    { by: 'a driver', port: 0 },
    { by: 'a driver on a socket', port: undefined },
  ])('hostile-118: answers $by that has its connection string', async ({ port }) => {
    const { uri } = await database.start(port === undefined ? {} : { port });
    const client = new mongoose.mongo.MongoClient(uri, { heartbeatFrequencyMS: 500, minPoolSize: 3 });
    let beats = 0;
    client.on('serverHeartbeatSucceeded', () => beats++);
    await client.db('a').collection('c').insertOne({ n: 1 });
    await expect.poll(() => beats, { timeout: 5000 }).toBeGreaterThan(1);
    const all = Array.from({ length: 30 }, () => client.db('a').collection('c').countDocuments({ n: 1 }));
    expect(new Set(await Promise.all(all))).toEqual(new Set([1]));
    await client.close();
    expect(await findRunningOwner(database.dataDir)).toEqual({ pid: process.pid, uri });
  });

  it('hostile-118: has a new secret each time, in the lock file alone', async () => {
    const first = await EmbeddedServer.start({ dataDir: database.dataDir, port: 0 });
    const refused = await EmbeddedServer.start({ dataDir: database.dataDir, port: 0 }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DataDirectoryInUse);
    const secret = addressOf(first.uri)?.secret ?? '';
    const shown = [
      inspect(refused),
      String(refused),
      JSON.stringify(refused),
      JSON.stringify({ ...(refused as object) }),
    ];
    for (const text of shown) expect(text).not.toContain(secret);
    expect(readFileSync(path.join(database.dataDir, 'embedded-mongo.lock'), 'utf8')).toContain(secret);
    await first.stop();
    const second = await database.start({ port: 0 });
    expect(addressOf(second.uri)?.secret).not.toBe(secret);
  });

  it(
    'hostile-118: is what a path becomes that is too long for a socket, and the command line finds it',
    { timeout: STARTS_MS },
    async () => {
      const far = path.join(database.path, ...Array.from({ length: 3 }, () => 'd'.repeat(50)), 'data');
      const server = await database.startServer({ DATA_DIR: far });
      const owner = await findRunningOwner(far);
      const secret = addressOf(owner?.uri ?? '')?.secret ?? '';
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(server.output).not.toContain(secret);
      const env = { DATA_DIR: far };
      const made = await runProgram('cli.js', ['org:create', '--name', 'A'], { folder: database.path, env });
      expect(made).toMatchObject({ code: 0, stderr: '' });
      const second = ServerProcess.launch(database.path, env);
      expect(await second.exit()).toMatchObject({ code: 1 });
      expect(second.output).toMatch(/is in use by process \d+/);
      expect(second.output).not.toContain(secret);
    },
  );
});

/** Waits for the end of a connection, and says whether it came. */
async function isEnded(socket: Socket): Promise<boolean> {
  await expect.poll(() => socket.destroyed, { timeout: 8000 }).toBe(true);
  return true;
}

describe('connections to the database', () => {
  it('hostile-118: are counted: one too many is told so, and the owner still counts as alive', async () => {
    const { uri } = await database.start({ limits: { ...CONNECTION_LIMITS, known: 3 } });
    for (let nth = 0; nth < 3; nth++) {
      await database.dialKnown(uri);
    }
    expect((await database.answerTo(uri, opMsg({ hello: 1 }))).toString('latin1')).toContain('Too many connections');
    expect(await findRunningOwner(database.dataDir)).toMatchObject({ pid: process.pid });
  });

  it('hostile-118: that say nothing make room for new ones, and end by themselves', async () => {
    const { uri } = await database.start({ limits: { ...CONNECTION_LIMITS, newcomers: 5, firstMessageMs: 500 } });
    const silent = Array.from({ length: 20 }, () => database.dial(uri));
    await Promise.all(silent.slice(0, 15).map(isEnded));
    const socket = await database.dialKnown(uri);
    expect(await Promise.all(silent.map(isEnded))).toHaveLength(20);
    expect(socket.destroyed).toBe(false);
  });

  it('hostile-118: hold a bounded number of bytes of half messages', async () => {
    const { uri } = await database.start({ limits: { ...CONNECTION_LIMITS, unfinishedBytes: 1_000_000 } });
    const half = Buffer.concat([int32(40_000_000), Buffer.alloc(400_000)]);
    const sockets: Socket[] = [];
    for (let nth = 0; nth < 3; nth++) {
      const socket = await database.dialKnown(uri);
      sockets.push(socket);
      await new Promise<void>((resolve) => void socket.write(half, () => resolve()));
    }
    expect(await isEnded(sockets[0]!)).toBe(true);
    expect(sockets.slice(1).map(({ destroyed }) => destroyed)).toEqual([false, false]);
  });

  it('hostile-118: end where a message never does, however slowly it drips', async () => {
    const { uri } = await database.start({ limits: { ...CONNECTION_LIMITS, messageMs: 1000 } });
    const [dripping, idle] = [await database.dialKnown(uri), await database.dialKnown(uri)];
    dripping.write(int32(1_000_000));
    const drip = setInterval(() => dripping.write('x'), 100);
    expect(await isEnded(dripping)).toBe(true);
    clearInterval(drip);
    expect(idle.destroyed).toBe(false);
  });

  it('hostile-118: that do not read their answers are not written to for ever', async () => {
    const { uri } = await database.start();
    const client = new mongoose.mongo.MongoClient(uri);
    await client
      .db('admin')
      .collection('c')
      .insertOne({ text: 'x'.repeat(1_000_000) });
    const greedy = database.dial(uri);
    greedy.pause();
    const before = process.memoryUsage().arrayBuffers;
    for (let nth = 0; nth < 60; nth++) greedy.write(opMsg({ find: 'c' }));
    await client.db('admin').collection('c').countDocuments();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(25_000_000);
    greedy.resume();
    let received = 0;
    greedy.on('data', (chunk: Buffer) => (received += chunk.length));
    await expect.poll(() => received, { timeout: 20_000 }).toBeGreaterThan(60_000_000);
    await client.close();
  });
});
