import path from 'node:path';
import mongoose from 'mongoose';
import { findRunningOwner } from '../../../src/embedded-mongo/lock-file.js';
import { eventually } from '../../support/poll.js';
import { type Exit, ServerProcess } from '../../support/server-process.js';
import { sharedDatabase } from '../../support/shared-database.js';
import type { Target } from './load.js';

const { mongo } = mongoose;

/** The driver's handle of the application's database. */
export type Database = mongoose.mongo.Db;

const KEY = { clientId: 'recovery', clientSecret: 'recovery-tests-secret-of-40-characters!!' };
const START_MS = 60_000;

interface InstanceOptions {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A server that is killed and started again on the same data. */
export class Instance {
  private server: ServerProcess | null = null;
  private hasEnded = false;
  private token = '';

  constructor(private readonly options: InstanceOptions) {}

  /** Starts it. It may be armed to die before it is ready: then this returns too.
   * @param env beside what the instance always has */
  async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const server = ServerProcess.launch(this.options.folder, {
      LOG_LEVEL: 'warn',
      // Each risky event is to have an alert of its own: they are counted against each other.
      MAX_RISK_ALERTS: '0',
      AEGIS_BOOTSTRAP_CLIENT_ID: KEY.clientId,
      AEGIS_BOOTSTRAP_CLIENT_SECRET: KEY.clientSecret,
      ...this.options.env,
      ...env,
    });
    this.server = server;
    this.hasEnded = false;
    void server.exit().finally(() => {
      if (this.server === server) this.hasEnded = true;
    });
    await eventually(
      async () => this.hasEnded || server.url !== '',
      (isDone) => isDone,
      START_MS,
    );
    if (!this.hasEnded && this.token === '') this.token = await signIn(server.url);
  }

  /** Where clients send to. */
  target(): Target {
    const url = this.server?.url;
    return { url: url === '' || this.hasEnded ? undefined : url, token: this.token };
  }

  /** Everything the running process has written. */
  get output(): string {
    return this.server?.output ?? '';
  }

  /** Whether it runs. */
  get isUp(): boolean {
    return this.server !== null && !this.hasEnded;
  }

  /** Sends a signal that doesn't end it. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.server?.signal(signal);
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Exit | null> {
    return this.server === null ? null : this.server.end(signal);
  }

  /** Waits for an end that the process brings upon itself. */
  async died(timeoutMs: number): Promise<Exit> {
    await eventually(
      async () => this.isUp,
      (isUp) => !isUp,
      timeoutMs,
    );
    if (this.server === null) throw new Error('never started');
    return this.server.exit();
  }

  /** Looks into the running server's database, past the application. */
  async look<Found>(work: (database: Database) => Promise<Found>): Promise<Found> {
    const { MONGO_URI, MONGO_DB_NAME } = { ...sharedDatabase(this.options.folder), ...this.options.env };
    if (MONGO_URI !== undefined) return lookInto(MONGO_URI, work, MONGO_DB_NAME);
    const owner = await findRunningOwner(path.join(this.options.folder, 'data'));
    if (owner === null) throw new Error('nobody serves the data directory');
    return lookInto(owner.uri, work);
  }
}

/** Looks into a database, past the application.
 * @param uri of the server */
export async function lookInto<Found>(
  uri: string,
  work: (database: Database) => Promise<Found>,
  name = 'aegisai',
): Promise<Found> {
  const client = new mongo.MongoClient(uri);
  try {
    return await work(client.db(name));
  } finally {
    await client.close();
  }
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/auth/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(KEY),
  });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}
