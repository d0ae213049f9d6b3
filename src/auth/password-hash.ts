import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { workerFile } from '../lib/worker-file.js';
import { TooManyHashes } from './auth-errors.js';

/** bcrypt reads no further: two secrets that share their first 72 bytes would be one. */
const MAX_SECRET_BYTES = 72;
/** How many secrets are hashed at once, and how many wait. The reserved lane is for those who have shown otherwise
 * that they are no strangers: strangers can't fill it. */
const LANES = { open: { threads: 2, queue: 20 }, reserved: { threads: 1, queue: 20 } } as const;
/** A worker that had nothing to do for this long ends, milliseconds. */
const IDLE_MS = 30_000;
/** A well-formed hash, of cost 10, that no known secret has. */
const NOBODYS_HASH = `$2b$10$${'.'.repeat(53)}`;

/** Hashes and compares secrets with bcrypt in worker threads: on the main thread twenty at once would stop every other
 * request for seconds. The threads start with the first secret. */
@Injectable()
export class PasswordHash implements OnApplicationShutdown {
  private readonly open = new HashLane(LANES.open);
  private readonly reserved = new HashLane(LANES.reserved);

  /** @param secret at most 72 bytes
   * @throws RangeError where it is longer
   * @throws TooManyHashes where too many are waiting */
  async hash(secret: string): Promise<string> {
    if (isTooLongForBcrypt(secret)) throw new RangeError(`A secret has at most ${MAX_SECRET_BYTES} bytes.`);
    return (await this.freeLane().run('hash', secret)) as string;
  }

  /** Compares a secret, in the same time whether or not there is a hash to compare it with.
   * @param hash null where the client is unknown: never a match
   * @param lane `reserved` for the few that strangers must not keep waiting
   * @throws TooManyHashes where too many are waiting */
  async matches(secret: string, hash: string | null, lane: keyof typeof LANES = 'open'): Promise<boolean> {
    if (isTooLongForBcrypt(secret)) return false;
    const task = { secret, hash: hash ?? NOBODYS_HASH };
    const isMatch = (await (lane === 'open' ? this.open : this.freeLane()).run('matches', task)) as boolean;
    return isMatch && hash !== null;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.open.close(), this.reserved.close()]);
  }

  private freeLane(): HashLane {
    return this.reserved.isFull ? this.open : this.reserved;
  }
}

/** Worker threads with a queue of their own. */
class HashLane {
  private pool: Piscina | undefined;
  private underWay = 0;

  constructor(private readonly size: (typeof LANES)[keyof typeof LANES]) {}

  // Counted here, before a thread is up: the pool's own limit is not exact while it starts.
  get isFull(): boolean {
    return this.underWay >= this.size.threads + this.size.queue;
  }

  /** @throws TooManyHashes */
  async run(name: 'hash' | 'matches', task: unknown): Promise<unknown> {
    if (this.isFull) throw new TooManyHashes();
    this.underWay++;
    try {
      this.pool ??= newPool(this.size.threads);
      return await this.pool.run(task, { name });
    } finally {
      this.underWay--;
    }
  }

  async close(): Promise<void> {
    await this.pool?.destroy();
    this.pool = undefined;
  }
}

function newPool(maxThreads: number): Piscina {
  const filename = workerFile('./bcrypt.worker.js', import.meta.url);
  return new Piscina({ filename, minThreads: 0, maxThreads, idleTimeout: IDLE_MS, recordTiming: false });
}

/** @returns whether bcrypt would not read all of a secret: nobody has one like that, and none is hashed */
export function isTooLongForBcrypt(secret: string): boolean {
  return Buffer.byteLength(secret) > MAX_SECRET_BYTES;
}
