import type { mongo } from 'mongoose';
import { DURABLE_WRITE } from '../durable-write.js';
import { BackupRefused, DamagedBackup, RestoreUnfinished } from './backup-errors.js';
import { readBackupFile } from './backup-file.js';
import type { BackupEnd, BackupHeader } from './backup-frames.js';
import { ContentsCheck, MARKER } from './check-contents.js';
import { type BackupContents, type CheckedFile, fillDatabase } from './fill-database.js';
import type { OpenDatabase } from './open-database.js';

/** Reads a whole backup, holds it against its end, and looks at every name and document; touches no database.
 * @throws DamagedBackup, BackupRefused */
export async function checkBackup(file: string, onBytes?: (bytes: number) => void): Promise<BackupContents> {
  const found: { header?: BackupHeader; end?: BackupEnd } = {};
  const check = new ContentsCheck();
  for await (const frame of readBackupFile(file, onBytes)) {
    check.look(frame);
    if (frame.kind === 'header') found.header = frame.header;
    if (frame.kind === 'end') found.end = frame.end;
  }
  return { header: found.header as BackupHeader, ...(found.end as BackupEnd) };
}

/** What a restore is doing: it tries the file out where it harms nothing, then does it. */
export type RestoreStep = 'rehearsal' | 'restore';

/** How to restore. */
export interface RestoreOptions extends CheckedFile {
  /** Delete what is in the database first. */
  readonly isDrop: boolean;
  /** Opens an empty database of the same kind that goes away when it is closed. */
  readonly openScratch: () => Promise<OpenDatabase>;
  /** Told how many documents are done. */
  readonly onProgress?: (step: RestoreStep, documents: number) => void;
}

/** Puts a backup into a database: collections, indexes, documents byte by byte. Where something would be deleted for
 * it, the whole backup goes into a scratch database before: what the database doesn't take, it refuses there.
 * @param db without documents, or `isDrop`
 * @throws BackupRefused where there is something in it, DamagedBackup: then all is as it was. What the database throws
 * afterwards, a full disk for instance: then the restore must be run again, and until then no server starts on it */
export async function restoreBackup(db: mongo.Db, options: RestoreOptions): Promise<void> {
  const { contents, isDrop, onProgress } = options;
  if (!isDrop) await refuseUnlessEmpty(db);
  const old = await collectionNames(db);
  const isNew = old.length === 0 && !(await isUnfinished(db));
  if (!isNew) await rehearse(options);
  const marker = db.collection<{ _id: string }>(MARKER);
  await marker.updateOne(
    { _id: 'restore' },
    { $set: { at: contents.header.createdAt } },
    { upsert: true, ...DURABLE_WRITE },
  );
  for (const name of old) await db.dropCollection(name);
  try {
    await fillDatabase(db, options, (documents) => onProgress?.('restore', documents));
  } catch (error) {
    if (!isNew) throw error;
    // Nothing was there before, so nothing is there again.
    for (const name of await collectionNames(db)) await db.dropCollection(name);
    await marker.drop();
    throw refused(error);
  }
  await marker.drop();
}

/** Restores into a scratch database. @throws DamagedBackup where that fails */
async function rehearse({ openScratch, onProgress, ...checked }: RestoreOptions): Promise<void> {
  const scratch = await openScratch();
  try {
    await fillDatabase(scratch.db, checked, (documents) => onProgress?.('rehearsal', documents));
  } catch (error) {
    throw refused(error);
  } finally {
    await scratch.close();
  }
}

function refused(error: unknown): DamagedBackup {
  return new DamagedBackup('the database does not take it', { cause: error });
}

/** @throws RestoreUnfinished where a restore into this database began and never ended */
export async function refuseUnfinishedRestore(db: mongo.Db): Promise<void> {
  if (await isUnfinished(db)) throw new RestoreUnfinished(db.databaseName);
}

async function isUnfinished(db: mongo.Db): Promise<boolean> {
  const listed = await db.listCollections({}, { nameOnly: true }).toArray();
  return listed.some(({ name }) => name === MARKER);
}

async function collectionNames(db: mongo.Db): Promise<string[]> {
  const listed = await db.listCollections({}, { nameOnly: true }).toArray();
  return listed.map(({ name }) => name).filter((name) => name !== MARKER && !name.startsWith('system.'));
}

async function refuseUnlessEmpty(db: mongo.Db): Promise<void> {
  await refuseUnfinishedRestore(db);
  for (const name of await collectionNames(db)) {
    if ((await db.collection(name).findOne({}, { projection: { _id: 1 } })) === null) continue;
    throw new BackupRefused(
      `The database ${db.databaseName} is not empty: ${name} holds documents. Restore into another one ` +
        '(DATA_DIR, or MONGO_URI and MONGO_DB_NAME), or delete what is in it with --drop.',
    );
  }
}
