import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { workerFile } from '../lib/worker-file.js';

/** A running embedded database. */
export interface EmbeddedMongo {
  /** The connection string for the driver or Mongoose; name a database in the client's options. */
  readonly uri: string;
  /** Closes the database; what was acknowledged is on disk anyway. */
  stop(): Promise<void>;
}

/** Starts the embedded database in a thread of its own.
 * @param options.dataDir where the data lie; made where missing
 * @param options.port TCP port on loopback; 0 or none takes a free one */
export async function startEmbeddedMongo({
  dataDir,
  port = 0,
}: {
  dataDir: string;
  port?: number;
}): Promise<EmbeddedMongo> {
  const worker = new Worker(workerFile('./embedded-mongo.worker.js', import.meta.url), {
    workerData: { dataDir, port },
  });
  const [message] = (await once(worker, 'message')) as [{ uri: string }];
  return {
    uri: message.uri,
    stop: async () => {
      const exited = once(worker, 'exit');
      worker.postMessage('stop');
      await exited;
    },
  };
}
