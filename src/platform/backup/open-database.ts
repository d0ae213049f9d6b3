import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import mongoose, { type mongo } from 'mongoose';
import { findRunningOwner } from '../../embedded-mongo/lock-file.js';
import { AppConfig } from '../config/app-config.js';
import { DatabaseUnavailable } from '../errors/app-error.js';
import { clientTarget } from '../client-options.js';
import { startEmbedded } from '../start-embedded.js';
import { BackupRefused } from './backup-errors.js';
import { type BackupSource, embeddedSource, mongoSource } from './backup-source.js';

/** To the first answer only: building an index of what was restored takes as long as it takes. */
const WAITS = { serverSelectionTimeoutMS: 2000, connectTimeoutMS: 4000 };

const REHEARSAL = 'rehearsal';

/** A database without the application: nothing makes collections or indexes in it by itself. */
export interface OpenDatabase {
  readonly db: mongo.Db;
  readonly close: () => Promise<void>;
}

/** A database to restore into, and places to try that out. */
export interface RestoreTarget extends OpenDatabase {
  /** Opens an empty database of the same kind, of the same server where that isn't ours. It goes away when it is
   * closed. */
  readonly openScratch: () => Promise<OpenDatabase>;
}

/** Opens what the settings lead to, for a restore.
 * @throws BackupRefused where a server has the embedded database open: it wouldn't know what happens to it;
 * DatabaseUnavailable; ConfigError where others can enter the data directory, in production */
export async function openForRestore(config: AppConfig): Promise<RestoreTarget> {
  const { mongoUri, dataDir, mongoDbName } = config;
  if (mongoUri !== undefined) {
    const name = `${mongoDbName}_rehearsal_${randomBytes(4).toString('hex')}`;
    return { ...(await connect(mongoUri, config)), openScratch: async () => scratchOn(mongoUri, config, name) };
  }
  const owner = await findRunningOwner(dataDir);
  if (owner !== null)
    throw new BackupRefused(`A server (process ${owner.pid}) is running on ${dataDir}: stop it first.`);
  const open = await openEmbedded(config);
  return { ...open, openScratch: async () => scratchBeside(config) };
}

async function openEmbedded(config: AppConfig): Promise<OpenDatabase> {
  const embedded = await startEmbedded(config);
  return connect(embedded.uri, config, async () => embedded.stop());
}

/** A database of a new name on the server. */
async function scratchOn(uri: string, config: AppConfig, name: string): Promise<OpenDatabase> {
  const { client, close } = await connect(uri, config);
  const db = client.db(name);
  return {
    db,
    close: async () => {
      await db.dropDatabase();
      await close();
    },
  };
}

/** A data directory within the data directory, which has the room: it is on the same disk. */
async function scratchBeside(config: AppConfig): Promise<OpenDatabase> {
  const dataDir = path.join(config.dataDir, REHEARSAL);
  // What is left of a restore that was killed.
  await rm(dataDir, { recursive: true, force: true });
  const { db, close } = await openEmbedded(Object.assign(new AppConfig(), config, { dataDir }));
  return {
    db,
    close: async () => {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Opens what the settings lead to, for a backup. The embedded database may be served by another process meanwhile.
 * @throws DatabaseMissing, DatabaseUnavailable */
export async function openSource(config: AppConfig): Promise<BackupSource> {
  if (config.mongoUri === undefined) return embeddedSource(config.dataDir, config.mongoDbName);
  const { db, close } = await connect(config.mongoUri, config);
  return { ...(await mongoSource(db)), close };
}

async function connect(
  uri: string,
  config: AppConfig,
  stop = async (): Promise<void> => {},
): Promise<OpenDatabase & { readonly client: mongo.MongoClient }> {
  const target = clientTarget(uri, WAITS);
  const client = new mongoose.mongo.MongoClient(target.uri, target.options);
  const close = async (): Promise<void> => {
    await client.close();
    await stop();
  };
  try {
    await client.connect();
  } catch (error) {
    await close();
    throw new DatabaseUnavailable({ cause: error });
  }
  return { client, db: client.db(config.mongoDbName), close };
}
