import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import mongoose, { type Connection, type ConnectOptions } from 'mongoose';
import { AppConfig } from './config/app-config.js';
import { clientTarget } from './client-options.js';

/** The server behind the connection: its address, and how to end it where it is our own. */
export interface DatabaseServer {
  readonly uri: string;
  /** What was wrong with its data directory; for the log. */
  readonly notice?: string | undefined;
  stop(): Promise<void>;
}

/** Where the server is injected by. */
export const DATABASE_SERVER = Symbol('DATABASE_SERVER');

const PROBE_MS = 1000;
/** A connection of its own takes several round trips (DNS, TLS, the password), which from afar are more than a
 * second. */
const ANEW = { serverSelectionTimeoutMS: 4000, connectTimeoutMS: 4000, socketTimeoutMS: 4000 };

/** Nothing waits for ever: of itself the driver would, for a connection that breaks in the moment in which it is written to. */
const WAITS = {
  serverSelectionTimeoutMS: 2000,
  // A line that swallows everything is found out by the driver's own watch: it asks every second and waits as long as this.
  heartbeatFrequencyMS: 1000,
  connectTimeoutMS: 4000,
  socketTimeoutMS: 30_000,
};

/** Where the one connection leads, and how. Nothing is buffered: with the database away a call fails at once, and
 * the caller is told so.
 * @param uri the database's address; a wait that it names wins */
export function connectionTarget(
  uri: string,
  config: AppConfig,
): { readonly uri: string; readonly options: ConnectOptions } {
  const target = clientTarget(uri, WAITS);
  const own = { dbName: config.mongoDbName, bufferCommands: false, autoIndex: false, autoCreate: false };
  return { uri: target.uri, options: { ...own, ...target.options } };
}

/** Looks whether the database answers, and makes the connection anew where only that is broken. */
@Injectable()
export class DatabaseLink {
  constructor(
    @InjectConnection() private readonly connection: Connection,
    @Inject(DATABASE_SERVER) private readonly server: DatabaseServer,
    private readonly config: AppConfig,
  ) {}

  /** Whether the database answers by the connection that everybody uses, within a second: a connection that is dead would
   * keep the question for much longer. */
  async answers(): Promise<boolean> {
    const late = new AbortController();
    const tooLate = setTimeout(PROBE_MS, false, { signal: late.signal }).catch(() => false);
    const answered = isAnswered(async () => this.connection.db?.command({ ping: 1 }));
    return Promise.race([answered, tooLate]).finally(() => late.abort());
  }

  /** Whether the database answers by a connection of its own, within the waits of the address, or four seconds. */
  async answersAnew(): Promise<boolean> {
    const { uri, options } = clientTarget(this.server.uri, ANEW);
    const client = new mongoose.mongo.MongoClient(uri, options);
    try {
      return await isAnswered(async () => client.db().command({ ping: 1 }));
    } finally {
      await client.close();
    }
  }

  /** Makes the connection anew; what still waits on the old one fails. The driver (7.8) can lose its own watch over a server
   * when all connections break at once, and would then never see it again.
   * @throws what the driver throws where the database is away */
  async renew(): Promise<void> {
    await this.connection.close();
    const { uri, options } = connectionTarget(this.server.uri, this.config);
    await this.connection.openUri(uri, options);
  }
}

async function isAnswered(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await ask()) !== undefined;
  } catch {
    return false;
  }
}
