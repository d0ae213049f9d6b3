import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Doc } from './bson/bson.js';
import { describeIndexes } from './commands/index-commands.js';
import { findRunningOwner } from './lock-file.js';
import { type CheckedFile, DATA_FILE } from './data-file-damaged.js';
import { checkDataFile } from './storage/check-data-file.js';
import { Catalogue, type Collection } from './storage/catalogue.js';
import { countKeys, Environment, type KeyRange, numberPrefix, prefixRange } from './storage/environment.js';

/** There is no database where one was to be read. */
export class DatabaseMissing extends Error {
  readonly code = 'EMBEDDED_DATABASE_MISSING';
  constructor(dataDir: string) {
    super(`There is no database in ${dataDir}.`);
  }
}

/** Looks at everything in a data file, beside its server or without one: pages, seals, and indexes against documents.
 * @returns undefined where there is none @throws DataFileDamaged */
export async function checkDatabase(dataDir: string): Promise<CheckedFile | undefined> {
  const isServed = (await findRunningOwner(dataDir)) !== null;
  // Without a server nobody writes; and LMDB shouldn't open a file before somebody has looked at it.
  if (!isServed) return checkDataFile(dataDir, 'indexes');
  const env = new Environment(dataDir, { isReadOnly: true });
  const held = env.hold();
  try {
    // While a state is held, LMDB leaves alone the pages of that one and of all that follow.
    return checkDataFile(dataDir, 'indexes');
  } finally {
    held.release();
    await env.close();
  }
}

/** A collection as it was at the moment of the snapshot. */
export interface SnapshotCollection {
  readonly name: string;
  /** As `listIndexes` gives them, the one on `_id` first. */
  readonly indexes: readonly Doc[];
  readonly documents: number;
}

/** A database at one moment, whatever its server writes meanwhile. */
export interface Snapshot {
  readonly collections: readonly SnapshotCollection[];
  /** The documents of a collection, in the order of their `_id`. */
  read(name: string): Iterable<Buffer>;
  close(): Promise<void>;
}

/** Reads a data directory, beside the server that owns it or without one: LMDB lets other processes read, and keeps for them what they
 * see. While it is open the file grows by what is written.
 * @param db name of the database
 * @throws DatabaseMissing; DataFileDamaged, where no server has looked at the file already */
export async function openSnapshot(dataDir: string, db: string): Promise<Snapshot> {
  if (!existsSync(join(dataDir, DATA_FILE))) throw new DatabaseMissing(dataDir);
  if ((await findRunningOwner(dataDir)) === null) checkDataFile(dataDir, 'pages');
  const env = new Environment(dataDir, { isReadOnly: true });
  const held = env.hold();
  const collections = new Map<string, Collection>();
  for (const collection of new Catalogue(env).list(db)) collections.set(collection.name, collection);
  return {
    collections: [...collections.values()].map((collection) => ({
      name: collection.name,
      indexes: describeIndexes(collection),
      documents: countKeys(env.documents, rangeOf(collection)),
    })),
    *read(name) {
      const collection = collections.get(name);
      if (collection === undefined) return;
      for (const { key, value } of held.scan(env.documents, rangeOf(collection))) yield env.openDocument(key, value);
    },
    close: async () => {
      held.release();
      await env.close();
    },
  };
}

function rangeOf({ id }: Collection): KeyRange {
  return prefixRange(numberPrefix(id));
}
