import type { mongo } from 'mongoose';
import { openSnapshot } from '../../embedded-mongo/snapshot.js';
import type { BackupHeader, CollectionPlan } from './backup-frames.js';

/** What a backup is made of. */
export interface BackupSource {
  readonly consistency: BackupHeader['consistency'];
  readonly collections: readonly (CollectionPlan & { readonly documents: number })[];
  /** The documents of a collection as they are stored. */
  read(name: string): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  close(): Promise<void>;
}

/** The embedded database of a data directory, at one moment, beside its server or without one.
 * @throws DatabaseMissing where there is none, DataFileDamaged */
export async function embeddedSource(dataDir: string, database: string): Promise<BackupSource> {
  const snapshot = await openSnapshot(dataDir, database);
  return {
    consistency: 'snapshot',
    collections: snapshot.collections.map((collection) => ({ ...collection, options: {} })),
    read: (name) => snapshot.read(name),
    close: async () => snapshot.close(),
  };
}

/** A MongoDB, collection by collection: what is written meanwhile may be in it in part. */
export async function mongoSource(db: mongo.Db): Promise<BackupSource> {
  const listed = await db.listCollections().toArray();
  const plain = listed.filter(({ name, type }) => type !== 'view' && !name.startsWith('system.'));
  const collections = await Promise.all(
    plain.map(async (info) => ({
      name: info.name,
      options: 'options' in info ? (info.options ?? {}) : {},
      indexes: await db.collection(info.name).listIndexes().toArray(),
      documents: await db.collection(info.name).estimatedDocumentCount(),
    })),
  );
  return {
    consistency: 'collections',
    collections: collections.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    read: (name) => db.collection(name).find<Buffer>({}, { raw: true }),
    close: async () => undefined,
  };
}
