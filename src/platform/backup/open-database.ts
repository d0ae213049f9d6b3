import mongoose, { type mongo } from 'mongoose';
import { findRunningOwner } from '../../embedded-mongo/lock-file.js';
import { startEmbeddedMongo } from '../../embedded-mongo/embedded-mongo.js';
import type { AppConfig } from '../config/app-config.js';
import { DatabaseUnavailable } from '../errors/app-error.js';
import { clientTarget } from '../client-options.js';
import { BackupRefused } from './backup-errors.js';
import { type BackupSource, embeddedSource, mongoSource } from './backup-source.js';

/** To the first answer only: building an index of what was restored takes as long as it takes. */
const WAITS = { serverSelectionTimeoutMS: 2000, connectTimeoutMS: 4000 };

/** A database without the application: nothing makes collections or indexes in it by itself. */
export interface OpenDatabase {
  readonly db: mongo.Db;
  readonly close: () => Promise<void>;
}

/** Opens what the settings lead to, for a restore.
 * @throws BackupRefused where a server has the embedded database open: it wouldn't know what happens to it; DatabaseUnavailable */
export async function openForRestore(config: AppConfig): Promise<OpenDatabase> {
  if (config.mongoUri !== undefined) return connect(config.mongoUri, config);
  const owner = await findRunningOwner(config.dataDir);
  if (owner !== null)
    throw new BackupRefused(`A server (process ${owner.pid}) is running on ${config.dataDir}: stop it first.`);
  const embedded = await startEmbeddedMongo({ dataDir: config.dataDir });
  return connect(embedded.uri, config, async () => embedded.stop());
}

/** Opens what the settings lead to, for a backup. The embedded database may be served by another process meanwhile.
 * @throws DatabaseMissing, DatabaseUnavailable */
export async function openSource(config: AppConfig): Promise<BackupSource> {
  if (config.mongoUri === undefined) return embeddedSource(config.dataDir, config.mongoDbName);
  const { db, close } = await connect(config.mongoUri, config);
  return { ...(await mongoSource(db)), close };
}

async function connect(uri: string, config: AppConfig, stop = async (): Promise<void> => {}): Promise<OpenDatabase> {
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
  return { db: client.db(config.mongoDbName), close };
}
