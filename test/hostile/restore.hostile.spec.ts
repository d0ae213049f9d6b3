import { writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import mongoose, { type mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type BackupHeader, FrameWriter } from '../../src/platform/backup/backup-frames.js';
import { openForRestore } from '../../src/platform/backup/open-database.js';
import { checkBackup, restoreBackup } from '../../src/platform/backup/restore-backup.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { withDatabase } from '../support/embedded-database.js';
import { runProgram } from '../support/program.js';
import { temporaryFolder } from '../support/server-process.js';

const { BSON } = mongoose.mongo;

/** What a file is made of, sealed as it should be, whatever is in it. */
interface Contents {
  readonly header?: Record<string, unknown>;
  /** Collections as the header has them. */
  readonly plans?: readonly unknown[];
  /** Parts behind the header, in order; by default an empty collection `c`. */
  readonly parts?: readonly (string | Uint8Array)[];
}

const plan = (more: Record<string, unknown> = {}) => ({ name: 'c', options: {}, indexes: [], ...more });
const index = (more: Record<string, unknown> = {}) => plan({ indexes: [{ key: { n: 1 }, name: 'n_1', ...more }] });
const doc = (value: mongo.Document): Uint8Array => BSON.serialize(value);

/** Makes a file with a right seal. */
function sealed({ header = {}, plans = [plan()], parts = ['c'] }: Contents): Buffer {
  const writer = new FrameWriter();
  const whole = { format: 'aegis-backup', version: 1, createdAt: new Date(0), database: 'x', collections: plans };
  const frames = [writer.header({ ...whole, ...header } as unknown as BackupHeader)];
  for (const part of parts) frames.push(typeof part === 'string' ? writer.collection(part) : writer.document(part));
  return gzipSync(Buffer.concat([...frames, writer.end().bytes]));
}

/** A document with two fields of one name, which no driver writes. */
function twice(): Uint8Array {
  const bytes = Buffer.from(doc({ _id: 1, a: 1, b: 2 }));
  bytes[bytes.indexOf('b\0')] = 0x61;
  return bytes;
}

/** A document whose text isn't UTF-8. */
function broken(): Uint8Array {
  const bytes = Buffer.from(doc({ _id: 1, text: 'abcd' }));
  bytes[bytes.indexOf('abcd')] = 0xff;
  return bytes;
}

/** A document with a length inside that leaves it. */
function lying(): Uint8Array {
  const bytes = Buffer.from(doc({ _id: 1, text: 'abcd' }));
  bytes.writeInt32LE(5000, bytes.indexOf('abcd') - 4);
  return bytes;
}

// The end of a file cannot name what holds NUL.
const named = (name: string): Contents => ({ plans: [plan({ name })], parts: name.includes('\0') ? [] : [name] });
const holding = (raw: Uint8Array): Contents => ({ parts: ['c', raw] });

/** What is seen without a database. */
const UNFIT: readonly { readonly what: string; readonly contents: Contents }[] = [
  ...['', 'system.users', 'a$b', 'a\0b', '.a', 'a.', 'x'.repeat(300), 'restore_unfinished'].map((name) => ({
    what: `the name ${JSON.stringify(name.slice(0, 20))}`,
    contents: named(name),
  })),
  { what: 'no collections', contents: { header: { collections: undefined } } },
  { what: 'collections that are a text', contents: { header: { collections: 'c' } } },
  { what: 'a collection that is null', contents: { plans: [null] } },
  { what: 'a collection without a name', contents: { plans: [plan({ name: 7 })] } },
  { what: 'a collection without indexes', contents: { plans: [plan({ indexes: null })] } },
  { what: 'options that are a list', contents: { plans: [plan({ options: [] })] } },
  { what: 'an option of the driver', contents: { plans: [plan({ options: { writeConcern: { w: 0 } } })] } },
  { what: 'a view', contents: { plans: [plan({ options: { viewOn: 'api_keys' } })] } },
  { what: 'no time', contents: { header: { createdAt: 'yesterday' } } },
  { what: 'no name of a database', contents: { header: { database: null } } },
  { what: 'a collection twice in its header', contents: { plans: [plan(), plan()] } },
  { what: 'a collection twice', contents: { parts: ['c', 'c'] } },
  { what: 'a collection that its header does not have', contents: { parts: ['c', 'd'] } },
  { what: 'a collection only in its header', contents: { plans: [plan(), plan({ name: 'd' })] } },
  { what: 'an index without a key', contents: { plans: [index({ key: {} })] } },
  { what: 'an index with a key that is a text', contents: { plans: [index({ key: 'n' })] } },
  { what: 'an index in no direction', contents: { plans: [index({ key: { n: 0 } })] } },
  { what: 'an index of no kind', contents: { plans: [index({ key: { n: 'upwards' } })] } },
  { what: 'an index without a name', contents: { plans: [index({ name: '' })] } },
  { what: 'a document without _id', contents: holding(doc({ n: 1 })) },
  { what: 'a document whose _id is a list', contents: holding(doc({ _id: [1] })) },
  { what: 'a document whose _id is a pattern', contents: holding(doc({ _id: /a/ })) },
  { what: 'a document with a field twice', contents: holding(twice()) },
  { what: 'a document that is not UTF-8', contents: holding(broken()) },
  { what: 'a document whose lengths lie', contents: holding(lying()) },
  { what: 'a document that is too large', contents: holding(doc({ _id: 1, t: 'x'.repeat(16 * 1024 * 1024) })) },
];

/** What only a database finds. */
const REFUSED: readonly { readonly what: string; readonly contents: Contents }[] = [
  { what: 'an _id twice', contents: { parts: ['c', doc({ _id: 1 }), doc({ _id: 2 }), doc({ _id: 1 })] } },
  {
    what: 'a value twice under a unique index',
    contents: { plans: [index({ unique: true })], parts: ['c', doc({ _id: 1, n: 1 }), doc({ _id: 2, n: 1 })] },
  },
  { what: 'an option that no index has', contents: { plans: [index({ expireAfterSeconds: 'soon' })] } },
];

let folder: Awaited<ReturnType<typeof temporaryFolder>>, file: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  file = path.join(folder.path, 'bad.backup');
});
afterAll(() => folder.remove());

/** Every document and index of a database. */
async function contentsOf(db: mongo.Db): Promise<string> {
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort();
  const found = names.map(async (name) => [
    name,
    await db.collection(name).find().toArray(),
    await db.collection(name).indexes(),
  ]);
  return BSON.EJSON.stringify(await Promise.all(found));
}

describe('a backup that is sealed as it should be', () => {
  it.each(UNFIT)('hostile-131: with $what is refused before any database is opened', async ({ contents }) => {
    await writeFile(file, sealed(contents));
    await expect(checkBackup(file)).rejects.toThrow(/^The backup cannot be restored, .* Nothing was changed\.$/);
  });

  it('hostile-131: is not refused for what is right', async () => {
    await writeFile(file, sealed({ plans: [index({ unique: true })], parts: ['c', doc({ _id: 1, n: 1 })] }));
    expect(await checkBackup(file)).toMatchObject({ counts: { c: 1 } });
  });

  describe.each([{ with: 'documents' }, { with: 'nothing' }])('into a database with $with', ({ with: state }) => {
    const config = loadConfig({ MONGO_URI: inject('mongoUri'), MONGO_DB_NAME: `r_${randomBytes(6).toString('hex')}` });
    let target: Awaited<ReturnType<typeof openForRestore>>;
    beforeAll(async () => {
      target = await openForRestore(config);
      if (state === 'nothing') return;
      await target.db.collection<{ _id: number }>('kept').insertMany([{ _id: 1 }, { _id: 2 }]);
      await target.db.collection('kept').createIndex({ n: 1 });
    });
    afterAll(async () => {
      await target.db.dropDatabase();
      await target.close();
    });

    it.each(REFUSED)('hostile-131: with $what leaves all as it was, and no marker', async ({ contents: made }) => {
      await writeFile(file, sealed(made));
      const contents = await checkBackup(file);
      const before = await contentsOf(target.db);
      const { openScratch } = target;
      const restoring = restoreBackup(target.db, { file, contents, isDrop: state === 'documents', openScratch });
      await expect(restoring).rejects.toThrow(/does not take it\. Nothing was changed\.$/);
      expect(await contentsOf(target.db)).toBe(before);
      const { databases } = await target.db.admin().listDatabases({ nameOnly: true });
      expect(databases.filter(({ name }) => name.startsWith(`${config.mongoDbName}_`))).toEqual([]);
    });
  });

  it('hostile-131: costs the command line nothing of the embedded database either', async () => {
    const dataDir = path.join(folder.path, 'data');
    const kept = (): Promise<string> => withDatabase(dataDir, async (client) => contentsOf(client.db('aegisai')));
    await withDatabase(dataDir, async (client) => client.db('aegisai').collection('kept').insertOne({ n: 1 }));
    const before = await kept();
    for (const { contents } of REFUSED.slice(0, 2)) {
      await writeFile(file, sealed(contents));
      const refused = await runProgram('cli.js', ['restore', '--drop', file], { folder: folder.path });
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toMatch(
        /^error: The backup .* the database does not take it\. Nothing was changed\. \(.*\)\n$/,
      );
      expect(await kept()).toBe(before);
    }
    expect(readdirSync(dataDir)).not.toContain('rehearsal');
    await writeFile(file, sealed({ parts: ['c', doc({ _id: 1 })] }));
    expect(await runProgram('cli.js', ['restore', '--drop', file], { folder: folder.path })).toMatchObject({ code: 0 });
    expect(await kept()).toContain('"_id":1');
  });
});
