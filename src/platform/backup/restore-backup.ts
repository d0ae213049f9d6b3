import type { mongo } from 'mongoose';
import { DURABLE_WRITE } from '../durable-write.js';
import { BackupRefused, RestoreUnfinished } from './backup-errors.js';
import { readBackupFile } from './backup-file.js';
import type { BackupEnd, BackupHeader, CollectionPlan } from './backup-frames.js';
import { exactDocument } from './exact-document.js';

/** Documents and bytes of one insert. */
const BATCH_DOCUMENTS = 1000;
const BATCH_BYTES = 8 * 1024 * 1024;
/** Where a restore says that it is under way. */
const MARKER = 'restore_unfinished';

/** What a backup holds. */
export interface BackupContents extends BackupEnd {
  readonly header: BackupHeader;
}

/** Reads a whole backup and holds it against its end; touches no database.
 * @throws DamagedBackup, BackupRefused */
export async function checkBackup(file: string, onBytes?: (bytes: number) => void): Promise<BackupContents> {
  const found: { header?: BackupHeader; end?: BackupEnd } = {};
  for await (const frame of readBackupFile(file, onBytes)) {
    if (frame.kind === 'header') found.header = frame.header;
    if (frame.kind === 'end') found.end = frame.end;
  }
  return { header: found.header as BackupHeader, ...(found.end as BackupEnd) };
}

/** How to restore. */
export interface RestoreOptions {
  readonly file: string;
  /** What `checkBackup` found in it. */
  readonly contents: BackupContents;
  /** Delete what is in the database first. */
  readonly isDrop: boolean;
  /** Told how many documents are done. */
  readonly onProgress?: (documents: number) => void;
}

/** Puts a backup into a database: collections, indexes, documents byte by byte.
 * @param db empty, or `isDrop`
 * @throws BackupRefused where there is something in it; what the database throws: then the restore must be run again, and until
 * then no server starts on it */
export async function restoreBackup(db: mongo.Db, options: RestoreOptions): Promise<void> {
  const { contents, isDrop, file, onProgress } = options;
  if (!isDrop) await refuseUnlessEmpty(db);
  const marker = db.collection<{ _id: string }>(MARKER);
  await marker.updateOne(
    { _id: 'restore' },
    { $set: { at: contents.header.createdAt } },
    { upsert: true, ...DURABLE_WRITE },
  );
  for (const name of await collectionNames(db)) await db.dropCollection(name);
  for (const plan of contents.header.collections) await make(db, plan);
  await insertAll(db, file, onProgress);
  await compareCounts(db, contents);
  await marker.drop();
}

/** @throws RestoreUnfinished where a restore into this database began and never ended */
export async function refuseUnfinishedRestore(db: mongo.Db): Promise<void> {
  const listed = await db.listCollections({}, { nameOnly: true }).toArray();
  if (listed.some(({ name }) => name === MARKER)) throw new RestoreUnfinished(db.databaseName);
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
