import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { mongo } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compactDatabase } from './compact.js';
import { DataDirectoryInUse } from './lock-file.js';
import { DatabaseMissing, openSnapshot } from './snapshot.js';
import { startTemporary, temporaryDirectory, type TemporaryServer } from './testing/temporary-server.js';

let dataDir: string;
beforeEach(() => {
  dataDir = temporaryDirectory();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Works on the database of the directory, and leaves it without a server. */
async function withServer<R>(work: (db: mongo.Db, server: TemporaryServer) => Promise<R>): Promise<R> {
  const server = await startTemporary({ dataDir });
  try {
    return await work(server.db, server);
  } finally {
    await server.client.close();
    await server.server.stop();
  }
}

async function fill(): Promise<void> {
  await withServer(async (db) => {
    const rows = db.collection<{ _id: number }>('rows');
    await rows.createIndexes([{ key: { n: -1 } }, { key: { u: 1 }, unique: true }]);
    const made = Array.from({ length: 4000 }, (_, n) => ({ _id: n, n: n % 7, u: `u${n}`, text: 'x'.repeat(500) }));
    await rows.insertMany(made);
    await db.collection('dropped').insertMany(made.map(({ n }) => ({ n })));
    await rows.deleteMany({ _id: { $gte: 200 } });
    await db.collection('dropped').drop();
  });
}

async function contents(): Promise<unknown> {
  const snapshot = await openSnapshot(dataDir, 'test');
  const found = snapshot.collections.map((collection) => ({
    ...collection,
    rows: [...snapshot.read(collection.name)].map((raw) => raw.toString('hex')),
  }));
  await snapshot.close();
  return found;
}

describe(compactDatabase.name, () => {
  it('leaves the documents as they are, and the room of those that are gone behind', async () => {
    await fill();
    const before = await contents();
    const { bytesBefore, bytesAfter, documents } = await compactDatabase(dataDir);
    expect(documents).toBe(200);
    expect(bytesAfter).toBeLessThan(bytesBefore / 5);
    expect(await contents()).toEqual(before);
    expect(readdirSync(dataDir).filter((name) => !name.endsWith('.mdb'))).toEqual([]);
    await withServer(async (db) => {
      const rows = db.collection<{ _id: number; u: string }>('rows');
      await expect(rows.insertOne({ _id: 9000, u: 'u5' })).rejects.toMatchObject({ code: 11000 });
      await db.collection('another').createIndex({ a: 1 });
      await db.collection('another').insertOne({ a: 1 });
      expect(await rows.countDocuments({ n: 3 })).toBe(29);
    });
    await compactDatabase(dataDir);
  });

  it('does nothing to a database that has a server, nor to none', async () => {
    await withServer(async () => {
      await expect(compactDatabase(dataDir)).rejects.toBeInstanceOf(DataDirectoryInUse);
    });
    await expect(compactDatabase(join(dataDir, 'none'))).rejects.toBeInstanceOf(DatabaseMissing);
  });

  it.each([
    { moment: 'before the new file is whole', hasLockTable: true },
    { moment: 'between the table of readers and the file', hasLockTable: false },
  ])('leaves the old database, killed $moment', async ({ hasLockTable }) => {
    await fill();
    const before = await contents();
    mkdirSync(join(dataDir, 'compacting'));
    writeFileSync(join(dataDir, 'compacting', 'data.mdb'), 'half of it');
    if (!hasLockTable) rmSync(join(dataDir, 'lock.mdb'));
    await withServer(async (db) => {
      expect(await db.collection('rows').countDocuments({})).toBe(200);
      expect(existsSync(join(dataDir, 'compacting'))).toBe(false);
    });
    expect(await contents()).toEqual(before);
  });
});
