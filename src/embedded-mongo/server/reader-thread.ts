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

/** Runs aggregates and long scans in a second thread over the same LMDB environment, on its newest state. The thread
 * is started when the first such read comes: a small database never needs it. */
export class ReaderThread implements ReadDelegate {
  private readonly pending = new Map<number, (reply: Buffer) => void>();
  private nextTask = 0;
  private worker: Promise<Worker> | undefined;

  /** @param dataDir a database that this process has opened already */
  constructor(private readonly dataDir: string) {}

  /** Whether a request may take long, or belongs to a cursor over there. */
  takes(engine: Engine, request: Request): boolean {
    return isLongRead(engine, request);
  }

  /** Runs a request over there. */
  async run({ rawBody }: Request): Promise<Buffer> {
    const worker = await (this.worker ??= this.start());
    const task = this.nextTask++;
    const body = new Uint8Array(rawBody);
    const message: ReadTask = { task, body };
    return new Promise((resolve) => {
      this.pending.set(task, resolve);
      worker.postMessage(message, [body.buffer]);
    });
  }

  /** Ends the thread after what it is doing. */
  async stop(): Promise<void> {
    const worker = await this.worker;
    if (worker === undefined) return;
    const exited = once(worker, 'exit');
    worker.postMessage(null, []);
    await exited;
  }

  private async start(): Promise<Worker> {
    const file = workerFile('./reader.worker.js', import.meta.url);
    const worker = new Worker(file, { workerData: { dataDir: this.dataDir } });
    await once(worker, 'message');
    worker.on('message', ({ task, reply }: ReadResult) => {
      this.pending.get(task)?.(Buffer.from(reply.buffer));
      this.pending.delete(task);
    });
    return worker;
  }
}
