import {
  Global,
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { getConnectionToken, InjectConnection } from '@nestjs/mongoose';
import { type Connection, createConnection } from 'mongoose';
import { findRunningOwner } from '../embedded-mongo/lock-file.js';
import { RestoreUnfinished } from './backup/backup-errors.js';
import { refuseUnfinishedRestore } from './backup/restore-backup.js';
import { AppConfig } from './config/app-config.js';
import { ConfigError } from './config/config-error.js';
import { connectionTarget, DATABASE_SERVER, DatabaseLink, type DatabaseServer } from './database-link.js';
import { checkEngine } from './engine/check-engine.js';
import { DatabaseUnavailable } from './errors/app-error.js';
import { IndexBuilds } from './indexes/index-builds.js';
import { settledAddress } from './mongo-address.js';
import { startEmbedded } from './start-embedded.js';

async function startServer(config: AppConfig): Promise<DatabaseServer> {
  if (config.mongoUri === undefined) return startEmbedded(config);
  for (const option of settledAddress(config.mongoUri).overruled)
    new Logger('DatabaseModule').warn({ msg: 'an option of MONGO_URI was ignored: the server sets it itself', option });
  return { uri: config.mongoUri, stop: async () => undefined };
}

async function connect(server: DatabaseServer, config: AppConfig): Promise<Connection> {
  const { uri, options } = connectionTarget(server.uri, config);
  const connection = createConnection(uri, options);
  try {
    await connection.asPromise();
    if (connection.db !== undefined) await refuseUnfinishedRestore(connection.db);
    if (connection.db !== undefined && config.mongoUri !== undefined) await checkEngine(connection.db);
    return connection;
  } catch (error) {
    await connection.close();
    await server.stop();
    throw error instanceof RestoreUnfinished || error instanceof ConfigError
      ? error
      : new DatabaseUnavailable({ cause: error });
  }
}

/** For a tool that works beside a running server: where that server's embedded database serves the data directory, goes to
 * it. A second server must not: it gets `DataDirectoryInUse` when it starts.
 * @returns the configuration that leads to the database wherever it is being served now */
export async function joinRunningServer(config: AppConfig): Promise<AppConfig> {
  const owner = config.mongoUri === undefined ? await findRunningOwner(config.dataDir) : null;
  return owner === null ? config : Object.freeze(Object.assign(new AppConfig(), config, { mongoUri: owner.uri }));
}

/** The one door to the database: `MONGO_URI` where it is set, else the embedded server. */
@Global()
@Module({
  providers: [
    { provide: DATABASE_SERVER, inject: [AppConfig], useFactory: startServer },
    { provide: getConnectionToken(), inject: [DATABASE_SERVER, AppConfig], useFactory: connect },
    DatabaseLink,
    IndexBuilds,
  ],
  exports: [getConnectionToken(), DatabaseLink, IndexBuilds],
})
export class DatabaseModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(DatabaseModule.name);

  constructor(
    @InjectConnection() private readonly connection: Connection,
    @Inject(DATABASE_SERVER) private readonly server: DatabaseServer,
    private readonly indexes: IndexBuilds,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { notice } = this.server;
    if (notice !== undefined) this.logger.warn({ msg: `data directory: ${notice}` });
    await this.indexes.begin();
    if (!this.indexes.isBuilding) this.logger.log({ msg: 'database ready', database: this.connection.name });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
    await this.server.stop();
  }
}
