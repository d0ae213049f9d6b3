import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose, { type mongo } from 'mongoose';
import { EmbeddedServer, type EmbeddedServerOptions } from '../embedded-server.js';

/** A server in this thread on a directory that goes away with it, and a driver's client for it: for tests. */
export interface TemporaryServer {
  readonly server: EmbeddedServer;
  readonly client: mongo.MongoClient;
  readonly db: mongo.Db;
  readonly dataDir: string;
  stop(): Promise<void>;
}

/** An empty directory that nobody else uses. */
export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'embedded-mongo-'));
}

/** Starts a server on a directory of its own. */
export async function startTemporary(options: Partial<EmbeddedServerOptions> = {}): Promise<TemporaryServer> {
  const dataDir = options.dataDir ?? temporaryDirectory();
  const server = await EmbeddedServer.start({ ...options, dataDir });
  const client = new mongoose.mongo.MongoClient(server.uri);
  await client.connect();
  return {
    server,
    client,
    db: client.db('test'),
    dataDir,
    stop: async () => {
      await client.close();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
