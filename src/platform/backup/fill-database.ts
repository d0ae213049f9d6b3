import type { mongo } from 'mongoose';
import { DURABLE_WRITE } from '../durable-write.js';
import { BackupRefused } from './backup-errors.js';
import { readBackupFile } from './backup-file.js';
import type { BackupEnd, BackupHeader, CollectionPlan } from './backup-frames.js';
import { exactDocument } from './exact-document.js';

/** Documents and bytes of one insert. */
const BATCH_DOCUMENTS = 1000;
const BATCH_BYTES = 8 * 1024 * 1024;

/** What a backup holds. */
export interface BackupContents extends BackupEnd {
  readonly header: BackupHeader;
}

/** A backup that was looked at. */
export interface CheckedFile {
  readonly file: string;
  /** What `checkBackup` found in it. */
  readonly contents: BackupContents;
}

/** Makes the collections and indexes of a backup and inserts its documents byte by byte.
 * @param onProgress told how many documents are done
 * @throws what the database throws; BackupRefused where fewer are there than were inserted */
export async function fillDatabase(
  db: mongo.Db,
  { file, contents }: CheckedFile,
  onProgress?: (documents: number) => void,
): Promise<void> {
  for (const plan of contents.header.collections) await make(db, plan);
  await insertAll(db, file, onProgress);
  await compareCounts(db, contents);
}

async function make(db: mongo.Db, { name, options, indexes }: CollectionPlan): Promise<void> {
  const collection = await db.createCollection(name, options);
  const wanted = indexes.filter((index) => index['name'] !== '_id_').map(({ v: _v, ns: _ns, ...index }) => index);
  if (wanted.length > 0) await collection.createIndexes(wanted as mongo.IndexDescription[]);
}

async function insertAll(db: mongo.Db, file: string, onProgress?: (documents: number) => void): Promise<void> {
  const batch = { collection: '', documents: [] as mongo.Document[], bytes: 0 };
  let done = 0;
  const flush = async (): Promise<void> => {
    const { collection, documents } = batch;
    if (documents.length === 0) return;
    await db.collection(collection).insertMany(documents, { forceServerObjectId: true, ...DURABLE_WRITE });
    done += documents.length;
    onProgress?.(done);
    batch.documents = [];
    batch.bytes = 0;
  };
  for await (const frame of readBackupFile(file)) {
    if (frame.kind === 'collection') {
      await flush();
      batch.collection = frame.name;
    }
    if (frame.kind !== 'document') continue;
    if (batch.bytes + frame.raw.length > BATCH_BYTES) await flush();
    batch.documents.push(exactDocument(frame.raw));
    batch.bytes += frame.raw.length;
    if (batch.documents.length >= BATCH_DOCUMENTS) await flush();
  }
  await flush();
}

async function compareCounts(db: mongo.Db, { counts }: BackupContents): Promise<void> {
  for (const [name, count] of Object.entries(counts)) {
    const found = await db.collection(name).countDocuments({});
    if (found < count && !(await hasExpiry(db, name)))
      throw new BackupRefused(`${name} has ${found} documents after the restore, and ${count} in the backup.`);
  }
}

/** What has expired may be deleted again while the rest is being restored. */
async function hasExpiry(db: mongo.Db, name: string): Promise<boolean> {
  const indexes = await db.collection(name).indexes();
  return indexes.some(({ expireAfterSeconds }) => expireAfterSeconds !== undefined);
}
