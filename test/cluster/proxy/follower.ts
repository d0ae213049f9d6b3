import { setTimeout } from 'node:timers/promises';
import type { Doc } from '../../../src/embedded-mongo/bson/bson.js';
import { isWrite } from './command-kinds.js';
import type { Sequences } from './wire.js';
import { Upstream } from './upstream.js';

/** A second server that every write reaches later: what secondaries show. Writes reach it in the order in which the
 * proxy sent them on, which is not always the order in which the first server ran those that were under way at the
 * same time; and what a server makes up itself (ids of upserts, `$currentDate`) it makes up anew. */
export class Follower {
  private behind: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly writer: Upstream,
    private readonly reader: Upstream,
    /** How late it is, milliseconds. */
    private readonly lagMs: number,
  ) {}

  /** @param uri of an empty server of its own @param lagMs milliseconds */
  static async start(uri: string, lagMs: number): Promise<Follower> {
    return new Follower(await Upstream.connect(uri), await Upstream.connect(uri), lagMs);
  }

  /** Takes a command that the first server runs now; what only reads is left out. */
  replay(command: string, body: Doc, sequences?: Sequences): void {
    if (!isWrite(command)) return;
    const dueMs = performance.now() + this.lagMs;
    this.behind = this.behind
      .then(async () => {
        const waitMs = dueMs - performance.now();
        if (waitMs > 0) await setTimeout(waitMs);
        return this.writer.run(body, sequences);
      })
      .catch(() => undefined);
  }

  /** Answers a read from what has arrived here. */
  async read(body: Doc, sequences: Sequences): Promise<Buffer> {
    return this.reader.run(body, sequences);
  }

  /** Ends its connections. */
  close(): void {
    this.writer.close();
    this.reader.close();
  }
}
