import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import { type EmbeddedMongo, startEmbeddedMongo } from '../../../src/embedded-mongo/embedded-mongo.js';
import { type Behaviour, mongodLike } from './behaviour.js';
import { ReplicaSet } from './replica-set.js';

/** A set with servers of its own behind it. */
export interface StartedSet {
  readonly set: ReplicaSet;
  /** Address of the server behind it, past the proxy. */
  readonly behindUri: string;
  /** Where that server's data lie. */
  readonly dataDir: string;
  /** A new client of the set; it ends with the set. */
  client(options?: mongoose.mongo.MongoClientOptions, query?: string): mongoose.mongo.MongoClient;
  /** Ends everything and removes the data. */
  stop(): Promise<void>;
}

interface StartOptions {
  readonly behaviour?: Partial<Behaviour>;
  /** How late secondaries show what was written, milliseconds; they don't lag without it. */
  readonly lagMs?: number;
}

/** Starts an embedded server and a set in front of it. */
export async function startSet({ behaviour = {}, lagMs }: StartOptions = {}): Promise<StartedSet> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aegis-cluster-'));
  const dataDir = path.join(folder, 'primary');
  const servers: EmbeddedMongo[] = [await startEmbeddedMongo({ dataDir })];
  const behindUri = servers[0]?.uri ?? '';
  const clients: mongoose.mongo.MongoClient[] = [];
  let follower: { uri: string; lagMs: number } | undefined;
  if (lagMs !== undefined) {
    const second = await startEmbeddedMongo({ dataDir: path.join(folder, 'secondary') });
    servers.push(second);
    follower = { uri: second.uri, lagMs };
  }
  const set = await ReplicaSet.start({
    uri: behindUri,
    behaviour: { ...mongodLike(), ...behaviour },
    ...(follower === undefined ? {} : { follower }),
  });
  return {
    set,
    behindUri,
    dataDir,
    client: (options = {}, query = '') => {
      const client = new mongoose.mongo.MongoClient(`${set.uri}${query}`, options);
      clients.push(client);
      return client;
    },
    stop: async () => {
      for (const client of clients) await client.close();
      await set.stop();
      for (const server of servers) await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
