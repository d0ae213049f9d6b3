import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDataFile } from '../../src/embedded-mongo/storage/check-data-file.js';
import { temporaryFolder } from '../support/server-process.js';
import { DatabaseProcess } from './support/database-process.js';

/** How far the file may grow before there is no more room, bytes. */
const ROOM_BYTES = 100_000;
const hasLimits = spawnSync('prlimit', ['--version']).status === 0;

describe.skipIf(!hasLimits)('a disk that is full', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>, dataDir: string, database: DatabaseProcess;
  beforeAll(async () => {
    folder = await temporaryFolder();
    dataDir = path.join(folder.path, 'data');
    database = await DatabaseProcess.start(dataDir);
  });
  afterAll(async () => {
    await database.end();
    await folder.remove();
  });

  /** The system refuses to let any file of the process grow beyond this. */
  const limit = (bytes: number | 'unlimited'): void => {
    execFileSync('prlimit', ['--pid', String(database.pid), `--fsize=${bytes}:unlimited`]);
  };

  it('refuses writes and says why, loses nothing, still reads, and goes on when there is room', async () => {
    const client = new mongoose.mongo.MongoClient(database.uri);
    const rows = client.db('test').collection<{ _id: number; n: number; text: string }>('rows');
    const made = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ _id: from + n, n: n % 5, text: 'x'.repeat(300) }));
    await rows.createIndex({ n: 1 });
    await rows.insertMany(made(0, 500));
    const acknowledged = new Set(made(0, 500).map(({ _id }) => _id));

    limit(statSync(path.join(dataDir, 'data.mdb')).size + ROOM_BYTES);
    const refusals: unknown[] = [];
    for (let from = 10_000; from < 20_000; from += 100) {
      const batch = made(from, 100);
      await rows.insertMany(batch).then(
        () => batch.forEach(({ _id }) => acknowledged.add(_id)),
        (error: unknown) => refusals.push(error),
      );
    }
    expect(refusals.length).toBeGreaterThan(0);
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ code: 14031, message: expect.stringMatching(/disk .* is full/) });
    expect(await rows.countDocuments({ _id: { $in: [...acknowledged] } })).toBe(acknowledged.size);

    limit('unlimited');
    await rows.insertMany(made(50_000, 500));
    await client.close();
    await database.end();
    expect(checkDataFile(dataDir, 'indexes')?.documents).toBeGreaterThanOrEqual(acknowledged.size + 500);
  });
});
