import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { workerFile } from '../../lib/worker-file.js';
import type { Engine } from '../commands/engine.js';
import type { Request } from '../wire/op-msg.js';
import type { ReadDelegate } from './dispatcher.js';
import { isLongRead } from './long-reads.js';

/** Cursors of the reader's thread have odd ids. */
export const READER_PARITY = 1;

/** What goes to the reader's thread: a command's body. */
export interface ReadTask {
  readonly task: number;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What comes back: the reply document. */
export interface ReadResult {
  readonly task: number;
  readonly reply: Uint8Array<ArrayBuffer>;
}

/** Runs aggregates and long scans in a second thread over the same LMDB environment, on its newest state. */
export class ReaderThread implements ReadDelegate {
  private readonly pending = new Map<number, (reply: Buffer) => void>();
  private nextTask = 0;

  private constructor(private readonly worker: Worker) {
    worker.on('message', ({ task, reply }: ReadResult) => {
      this.pending.get(task)?.(Buffer.from(reply.buffer));
      this.pending.delete(task);
    });
  }

  /** Starts the thread. @param dataDir a database that this process has opened already */
  static async start(dataDir: string): Promise<ReaderThread> {
    const worker = new Worker(workerFile('./reader.worker.js', import.meta.url), { workerData: { dataDir } });
    await once(worker, 'message');
    return new ReaderThread(worker);
  }

  /** Whether a request may take long, or belongs to a cursor over there. */
  takes(engine: Engine, request: Request): boolean {
    return isLongRead(engine, request);
  }

  /** Runs a request over there. */
  run({ rawBody }: Request): Promise<Buffer> {
    const task = this.nextTask++;
    const body = new Uint8Array(rawBody);
    const message: ReadTask = { task, body };
    return new Promise((resolve) => {
      this.pending.set(task, resolve);
      this.worker.postMessage(message, [body.buffer]);
    });
  }

  /** Ends the thread after what it is doing. */
  async stop(): Promise<void> {
    const exited = once(this.worker, 'exit');
    this.worker.postMessage(null, []);
    await exited;
  }
}
