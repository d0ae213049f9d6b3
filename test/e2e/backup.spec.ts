import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import mongoose, { type mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findRunningOwner } from '../../src/embedded-mongo/lock-file.js';
import { withDatabase } from '../support/embedded-database.js';
import { eventually } from '../support/poll.js';
import { runProgram } from '../support/program.js';
import { EMBEDDED } from '../support/shared-database.js';
import { ServerProcess, temporaryFolder } from '../support/server-process.js';

const { BSON } = mongoose.mongo;

/** One of every type that is stored, and what JavaScript is bad at. Maps keep the order of fields whose names are numbers. */
const SAMPLES: readonly (mongo.Document | Map<string, unknown>)[] = [
  { _id: 'long', v: BSON.Long.fromString('9007199254740993'), small: BSON.Long.fromNumber(1) },
  { _id: 'int and double', i: new BSON.Int32(1), d: new BSON.Double(1), zero: new BSON.Double(-0) },
  { _id: 'not finite', nan: NaN, most: Infinity, least: -Infinity },
  { _id: 'date', v: new Date('2026-02-03T04:05:06.789Z'), before: new Date(-1) },
  { _id: new BSON.ObjectId('0123456789abcdef01234567'), v: new BSON.ObjectId('ffffffffffffffffffffffff') },
  { _id: 'binary', v: new BSON.Binary(Buffer.from([0, 1, 255]), 0), uuid: new BSON.UUID() },
  { _id: 'decimal', v: BSON.Decimal128.fromString('1.10'), big: BSON.Decimal128.fromString('9E+6111') },
  { _id: 'nothing', v: null, empty: {}, none: [], text: '' },
  { _id: 'text', v: 'ä€😀\n"\\', pattern: new BSON.BSONRegExp('^a.*', 'im') },
  { _id: 'deep', v: [{ a: [[1, { b: BSON.Long.fromNumber(2) }]] }] },
  new Map<string, unknown>([
    ['_id', 'order'],
    ['b', new Map<string, unknown>(['2', '10', '1'].map((name) => [name, { z: 1, a: 2 }]))],
    ['1', 'one'],
  ]),
];

/** Every step starts a process. */
const TIMEOUT_MS = 120_000;

type Folder = Awaited<ReturnType<typeof temporaryFolder>>;
const aegis = async (folder: string, args: readonly string[], env: Record<string, string> = EMBEDDED) =>
  runProgram('cli.js', args, { folder, env });

/** Every document of a database by collection, byte by byte, with the indexes. */
async function contentsOf(uri: string, database: string): Promise<Record<string, unknown>> {
  const client = new mongoose.mongo.MongoClient(uri);
  try {
    const db = client.db(database);
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort();
    const entries = names.map(async (name) => {
      const raw = await db.collection(name).find<Buffer>({}, { raw: true }).toArray();
      const indexes = (await db.collection(name).indexes()).map(({ v: _v, ns: _ns, ...index }) => index);
      return [name, { documents: raw.map((bytes) => bytes.toString('hex')).sort(), indexes }];
    });
    return Object.fromEntries(await Promise.all(entries)) as Record<string, unknown>;
  } finally {
    await client.close();
  }
}

async function contentsOfFolder(folder: string): Promise<Record<string, unknown>> {
  return withDatabase(path.join(folder, 'data'), async (_client, uri) => contentsOf(uri, 'aegisai'));
}

let source: Folder, file: string, original: Record<string, unknown>;

/** A server with labelled events of both kinds, and with documents of every type beside them. */
beforeAll(async () => {
  source = await temporaryFolder();
  file = path.join(source.path, 'all.backup');
  const server = await ServerProcess.start(source.path, EMBEDDED);
  try {
    const client = await server.signIn(server.firstKey ?? { clientId: '', clientSecret: '' });
    const llm = { model_name: 'bot', prompt: 'Password? Secret?', response: 'no', latency_ms: 9 };
    const ml = { model_name: 'fraud', prediction: 'yes', input_data: { amount: 1.5 }, latency_ms: 7 };
    await client.ingest(
      'llm',
      Array.from({ length: 300 }, () => llm),
    );
    await client.ingest(
      'ml',
      Array.from({ length: 300 }, () => ml),
    );
    await eventually(
      () => client.labelled(),
      (count) => count === 600,
    );
    const owner = await findRunningOwner(path.join(source.path, 'data'));
    const connection = new mongoose.mongo.MongoClient(owner?.uri ?? '');
    const samples = connection.db('aegisai').collection('samples');
    await samples.createIndex({ v: -1, 'deep.er': 1 }, { unique: true, sparse: true, name: 'odd one' });
    await samples.insertMany(SAMPLES, { forceServerObjectId: true });
    await connection.close();
    const made = await aegis(source.path, ['backup', file, '--json']);
    expect({ code: made.code, stderr: made.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(made.stdout)).toMatchObject({ file, consistency: 'snapshot', documents: expect.any(Number) });
  } finally {
    await server.end();
  }
  // Once more, now that nothing is written any more: what all others are held against.
  expect(await aegis(source.path, ['backup', file])).toMatchObject({ code: 0, stderr: '' });
  original = await contentsOfFolder(source.path);
}, TIMEOUT_MS);
afterAll(() => source.remove());

describe('a backup of the embedded database', () => {
  it('is for its owner only, and leaves no other file', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(source.path)).sort()).toEqual(['all.backup', 'data']);
  });

  it('is restored byte by byte, with its indexes, and verified', { timeout: TIMEOUT_MS }, async () => {
    const target = await temporaryFolder();
    const restored = await aegis(target.path, ['restore', file, '--json']);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    const contents = await contentsOfFolder(target.path);
    expect(contents).toEqual(original);
    expect(contents['samples']).toMatchObject({ documents: { length: SAMPLES.length } });
    const verified = await aegis(target.path, ['verify', '--json']);
    expect(verified).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(verified.stdout)).toMatchObject({ mismatches: [], signalMismatches: [], eventsUnlabelled: 0 });
    expect(JSON.parse(verified.stdout)).not.toMatchObject({ bucketsChecked: 0 });
    await target.remove();
  });

  it('is not restored over anything, but with --drop', { timeout: TIMEOUT_MS }, async () => {
    const target = await temporaryFolder();
    await aegis(target.path, ['org:create', '--name', 'Acme']);
    const before = await contentsOfFolder(target.path);
    const refused = await aegis(target.path, ['restore', file]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(
      /^error: The database aegisai is not empty: \w+ holds documents\. .*with --drop\.\n$/,
    );
    expect(await contentsOfFolder(target.path)).toEqual(before);
    expect(await aegis(target.path, ['restore', '--drop', file])).toMatchObject({ code: 0, stderr: '' });
    expect(await contentsOfFolder(target.path)).toEqual(original);
    await target.remove();
  });

  it('is not restored under a running server', { timeout: TIMEOUT_MS }, async () => {
    const target = await temporaryFolder();
    const server = await ServerProcess.start(target.path, EMBEDDED);
    const refused = await aegis(target.path, ['restore', '--drop', file]);
    await server.end();
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^error: A server \(process \d+\) is running on .*: stop it first\.\n$/);
    await target.remove();
  });

  it('holds up a server on half of it, until the restore is run again', { timeout: TIMEOUT_MS }, async () => {
    const target = await temporaryFolder();
    await leaveHalf(path.join(target.path, 'data'));
    const server = ServerProcess.launch(target.path, EMBEDDED);
    expect(await server.exit()).toMatchObject({ code: 1 });
    expect(server.output).toMatch(/^error: A restore into the database aegisai was not finished.*restore --drop FILE/m);
    expect(await aegis(target.path, ['restore', file])).toMatchObject({ code: 1 });
    expect(await aegis(target.path, ['restore', '--drop', file])).toMatchObject({ code: 0 });
    expect(await contentsOfFolder(target.path)).toEqual(original);
    await target.remove();
  });

  it('is not made of nothing', async () => {
    const empty = await temporaryFolder();
    const refused = await aegis(empty.path, ['backup', 'x.backup']);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^error: There is no database in .*\.\n$/);
    expect(await readdir(empty.path)).toEqual([]);
    await empty.remove();
  });
});

/** What a restore leaves that was killed in the middle. */
async function leaveHalf(dataDir: string): Promise<void> {
  await withDatabase(dataDir, async (client) => {
    const db = client.db('aegisai');
    await db.collection<{ _id: string }>('restore_unfinished').insertOne({ _id: 'restore' });
    await db.collection('ml_events').insertOne({});
  });
}

describe('a file that cannot be restored', () => {
  it('is refused before anything is written or deleted', async () => {
    const target = await temporaryFolder();
    const whole = await readFile(file);
    await writeFile(path.join(target.path, 'bad'), whole.subarray(0, Math.floor(whole.length * 0.9)));
    const { code, stdout, stderr } = await aegis(target.path, ['restore', '--drop', 'bad']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: The backup cannot be restored, it is cut: .*\n$/);
    expect(await readdir(target.path)).toEqual(['bad']);
    await target.remove();
  });
});

describe('backup and restore between the embedded database and the MongoDB of this run', () => {
  it('go both ways, and both are verified', { timeout: TIMEOUT_MS }, async () => {
    const MONGO = { MONGO_URI: inject('mongoUri'), MONGO_DB_NAME: `backup_${randomUUID().slice(0, 8)}` };
    const target = await temporaryFolder();
    await copyFile(file, path.join(target.path, 'a'));
    expect(await aegis(target.path, ['restore', 'a'], MONGO)).toMatchObject({ code: 0, stderr: '' });
    const verified = await aegis(target.path, ['verify', '--json'], MONGO);
    expect(verified).toMatchObject({ code: 0, stderr: '' });
    expect(await aegis(target.path, ['restore', 'a'], MONGO)).toMatchObject({ code: 1, stdout: '' });

    const back = await aegis(target.path, ['backup', 'b', '--json'], MONGO);
    expect(back).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(back.stdout)).toMatchObject({ consistency: 'collections' });
    expect(await aegis(target.path, ['restore', 'b'])).toMatchObject({ code: 0, stderr: '' });
    expect(await contentsOfFolder(target.path)).toEqual(original);
    const here = await aegis(target.path, ['verify', '--json']);
    expect(here).toMatchObject({ code: 0, stderr: '' });
    // Of another server's file nothing is known.
    const { dataFile, ...counts } = JSON.parse(here.stdout) as { dataFile: object };
    expect({ ...counts, dataFile: null }).toEqual(JSON.parse(verified.stdout));
    expect(dataFile).toMatchObject({ documents: expect.any(Number) });
    await target.remove();
  });
});
