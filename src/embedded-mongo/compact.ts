import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { syncDirectory } from '../lib/sync-directory.js';
import { DATA_FILE } from './data-file-damaged.js';
import { acquireLock } from './lock-file.js';
import { isPrivateDirectory } from './private-directory.js';
import { openDoor } from './server/door.js';
import { DatabaseMissing } from './snapshot.js';
import { checkDataFile } from './storage/check-data-file.js';
import { COMPACTING, copyDatabase } from './storage/copy-database.js';

/** Told how many documents are copied, and of how many. */
export type OnProgress = (documents: number, total: number) => void;

/** What a compaction came to. */
export interface Compaction {
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly documents: number;
}

/** Writes what a database holds into a new file without the room that deleted documents left, and puts it in the place of the old one. No
 * server may run meanwhile. Killed at any moment, it leaves the old file or the new one, whole.
 * @throws DatabaseMissing, DataDirectoryInUse, DataFileDamaged; Error where a backup is being made or the disk is full: then
 * everything is as it was */
export async function compactDatabase(dataDir: string, onProgress?: OnProgress): Promise<Compaction> {
  const path = join(dataDir, DATA_FILE);
  if (!existsSync(path)) throw new DatabaseMissing(dataDir);
  // Whoever asks whether the owner lives must find a door, though nobody answers behind it.
  const { server: door, uri } = await openDoor({ dataDir, isPrivate: isPrivateDirectory(dataDir) });
  try {
    const release = await acquireLock(dataDir, { pid: process.pid, uri });
    try {
      return await compact(dataDir, path, onProgress);
    } finally {
      rmSync(join(dataDir, COMPACTING), { recursive: true, force: true });
      release();
    }
  } finally {
    door.close();
  }
}

async function compact(dataDir: string, path: string, onProgress?: OnProgress): Promise<Compaction> {
  const total = checkDataFile(dataDir, 'indexes')?.documents ?? 0;
  const bytesBefore = statSync(path).size;
  const target = join(dataDir, COMPACTING);
  rmSync(target, { recursive: true, force: true });
  const documents = await copyDatabase(dataDir, target, (copied) => onProgress?.(copied, total));
  checkDataFile(target, 'indexes');
  // The table of readers belongs to the old file. Without it LMDB makes another one, for whichever file it finds.
  rmSync(join(dataDir, 'lock.mdb'), { force: true });
  renameSync(join(target, DATA_FILE), path);
  syncDirectory(dataDir);
  return { bytesBefore, bytesAfter: statSync(path).size, documents };
}
