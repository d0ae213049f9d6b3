import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import mongoose, { type mongo } from 'mongoose';
import { workerFile } from '../../../src/lib/worker-file.js';
import { LlmEventSchema } from '../../../src/telemetry/llm-event.schema.js';

const BUILT = path.resolve('dist/embedded-mongo/embedded-mongo.js');

/** A server to be measured, and a client of it. */
export interface Measured {
  readonly events: mongo.Collection;
  stop(): Promise<void>;
}

/** One that has files. */
export interface Embedded extends Measured {
  /** Stops it and looks at what is in its directory before that is removed. */
  stopped<Result>(look: (dataDir: string) => Result): Promise<Result>;
}

/** The embedded database in its thread, with an empty collection of events that has the indexes of ours. */
export async function embedded(): Promise<Embedded> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'aegis-bench-'));
  const { startEmbeddedMongo } = (await import(
    BUILT
  )) as typeof import('../../../src/embedded-mongo/embedded-mongo.js');
  const server = await startEmbeddedMongo({ dataDir });
  const { events, close } = await connect(server.uri);
  for (const [key, { sparse = false }] of LlmEventSchema.indexes()) {
    await events.createIndex(key as mongo.IndexSpecification, { sparse });
  }
  const stopped: Embedded['stopped'] = async (look) => {
    await close();
    await server.stop();
    try {
      return look(dataDir);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  };
  return { events, stopped, stop: () => stopped(() => undefined) };
}

/** A server in a thread that only acknowledges. */
export async function acknowledging(): Promise<Measured> {
  const worker = new Worker(workerFile('./acknowledging.worker.js', import.meta.url));
  const [uri] = (await once(worker, 'message')) as [string];
  const { events, close } = await connect(uri);
  return {
    events,
    stop: async () => {
      await close();
      await worker.terminate();
    },
  };
}

async function connect(uri: string): Promise<{ events: mongo.Collection; close: () => Promise<void> }> {
  const client = await new mongoose.mongo.MongoClient(uri).connect();
  return { events: client.db('bench').collection('events'), close: () => client.close() };
}
