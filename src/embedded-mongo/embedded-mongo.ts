import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { workerFile } from '../lib/worker-file.js';
import { DataDirectoryInUse } from './lock-file.js';
import type { StartMessage } from './start-message.js';
import { DataFileDamaged } from './data-file-damaged.js';

/** A running embedded database. */
export interface EmbeddedMongo {
  /** The connection string for the driver or Mongoose, without a database's name: give that in the client's options. */
  readonly uri: string;
  /** Closes the database; what was acknowledged is on disk anyway. */
  stop(): Promise<void>;
}

/** How to start it. */
export interface EmbeddedMongoOptions {
  /** Where the data lie; made where missing. */
  readonly dataDir: string;
  /** TCP port on loopback; 0 or none takes a free one. */
  readonly port?: number;
}

/** Starts the embedded database in a thread of its own. Should that thread die later, so does the process: a server
 * without its database must not go on as if nothing had happened.
 * @throws DataDirectoryInUse where another process (or an earlier start in this one) serves the directory
 * @throws DataFileDamaged where the file isn't what was written
 * @throws Error where the directory can't be written or the port is taken */
export async function startEmbeddedMongo({ dataDir, port = 0 }: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const worker = new Worker(workerFile('./embedded-mongo.worker.js', import.meta.url), {
    workerData: { dataDir, port },
  });
  const exited = once(worker, 'exit');
  const [message] = (await once(worker, 'message')) as [StartMessage];
  if (message.kind === 'started') return { uri: message.uri, stop: () => stop(worker, exited) };
  await worker.terminate();
  if (message.kind === 'in-use') throw new DataDirectoryInUse(message.pid, message.uri);
  if (message.kind === 'damaged') throw new DataFileDamaged(message.directory, message.what);
  throw new Error(`The embedded database in ${dataDir} did not start: ${message.message}`);
}

async function stop(worker: Worker, exited: Promise<unknown>): Promise<void> {
  worker.postMessage('stop', []);
  await exited;
}
