import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { workerFile } from '../lib/worker-file.js';
import { DataDirectoryInUse } from './lock-file.js';
import type { StartMessage } from './start-message.js';
import { DataDirectoryOpen } from './private-directory.js';
import { DataFileDamaged } from './data-file-damaged.js';

/** A running embedded database. */
export interface EmbeddedMongo {
  /** The connection string for the driver or Mongoose, without a database's name: give that in the client's options. */
  readonly uri: string;
  /** What was wrong with the modes of the data directory, and whether that was mended; for the log. */
  readonly notice?: string | undefined;
  /** Closes the database; what was acknowledged is on disk anyway. */
  stop(): Promise<void>;
}

/** How to start it. */
export interface EmbeddedMongoOptions {
  /** Where the data lie; made where missing. */
  readonly dataDir: string;
  /** TCP port on loopback, 0 for a free one. Without it, a Unix socket in the data directory where there can be one. */
  readonly port?: number;
  /** Refuses a data directory that other users can enter, instead of closing it to them. */
  readonly isStrict?: boolean;
  /** How often expired documents are deleted, milliseconds; a minute by default, as in MongoDB. */
  readonly sweepEveryMs?: number;
}

/** Starts the embedded database in a thread of its own. Should that thread die later, so does the process: a server
 * without its database must not go on as if nothing had happened.
 * @throws DataDirectoryInUse where another process (or an earlier start in this one) serves the directory
 * @throws DataDirectoryOpen where others can enter the directory, and `isStrict`
 * @throws DataFileDamaged where the file isn't what was written
 * @throws Error where the directory can't be written or the port is taken */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const worker = new Worker(workerFile('./embedded-mongo.worker.js', import.meta.url), { workerData: options });
  const exited = once(worker, 'exit');
  const [message] = (await once(worker, 'message')) as [StartMessage];
  if (message.kind === 'started') return { uri: message.uri, notice: message.notice, stop: () => stop(worker, exited) };
  await worker.terminate();
  if (message.kind === 'in-use') throw new DataDirectoryInUse(message.pid, message.uri);
  if (message.kind === 'open') throw new DataDirectoryOpen(message.directory, message.problem);
  if (message.kind === 'damaged') throw new DataFileDamaged(message.directory, message.what);
  throw new Error(`The embedded database in ${options.dataDir} did not start: ${message.message}`);
}

async function stop(worker: Worker, exited: Promise<unknown>): Promise<void> {
  worker.postMessage('stop', []);
  await exited;
}
