import type { Engine } from '../commands/engine.js';
import { keyRanges } from '../query/key-ranges.js';
import { intervalOf, literal } from '../query/literal.js';
import type { Collection, Index } from '../storage/catalogue.js';
import { documentKeyOf } from '../storage/document-store.js';
import { type KeyRange, numberPrefix, prefixRange, scan } from '../storage/environment.js';

/** How often expired documents are looked for, milliseconds; as in MongoDB. */
const EVERY_MS = 60_000;
/** How soon after a drop the space is given back, milliseconds. */
const PURGE_AFTER_MS = 500;
/** Documents or entries of one transaction, so that other writes get their turn. */
const SLICE = 500;

/** Runs something in the next group of writes. */
export type Write = <R>(run: () => R) => Promise<R>;

/** Deletes what nobody needs any more: expired documents, and the contents of dropped collections and indexes. */
export class Sweeper {
  private readonly timer: NodeJS.Timeout;
  private soon: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly engine: Engine,
    private readonly write: Write,
    everyMs = EVERY_MS,
  ) {
    this.timer = setInterval(() => void this.sweep(), everyMs).unref();
    this.purgeSoon();
  }

  /** Deletes expired documents and dropped data now. @returns how many documents had expired */
  sweep(): Promise<number> {
    const sweeping = this.running.then(async () => {
      // A backup that was killed would hold on to what it was reading.
      this.engine.env.forgetDeadReaders();
      const expired = await this.expire();
      await this.purge();
      return expired;
    });
    this.running = sweeping.catch(() => undefined);
    return sweeping;
  }

  /** Gives dropped space back in a moment. */
  purgeSoon(): void {
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      this.running = this.running.then(() => this.purge()).catch(() => undefined);
    }, PURGE_AFTER_MS).unref();
  }

  /** Ends the sweeping; resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    clearTimeout(this.soon);
    await this.running;
  }

  private async expire(): Promise<number> {
    this.engine.env.refresh();
    let expired = 0;
    for (const { db, name, indexes } of this.engine.catalogue.list()) {
      for (const { id, expireAfterSeconds } of indexes) {
        if (expireAfterSeconds === undefined) continue;
        expired += await this.inSlices(() => this.expireSlice({ db, name, id }));
      }
    }
    return expired;
  }

  private expireSlice({ db, name, id }: { db: string; name: string; id: number }): number {
    const { catalogue, store } = this.engine;
    const collection = catalogue.find(db, name);
    const index = collection?.indexes.find((other) => other.id === id);
    if (collection === undefined || index?.expireAfterSeconds === undefined) return 0;
    const keys = this.expiredKeys(collection, index);
    for (const key of keys) {
      const raw = store.get(key);
      if (raw !== undefined) store.remove(collection, key, raw);
    }
    return keys.length;
  }

  private expiredKeys(collection: Collection, index: Index): Buffer[] {
    const cutoff = new Date(this.engine.now() - (index.expireAfterSeconds ?? 0) * 1000);
    const interval = intervalOf('$lte', literal(cutoff));
    const ranges =
      interval === undefined ? [] : keyRanges(index, [{ interval, isExact: true, impliesExistence: true }]);
    const found = new Map<string, Buffer>();
    for (const range of ranges) {
      for (const entry of scan(this.engine.env.entries, range)) {
        const key = documentKeyOf(collection, index, entry);
        found.set(key.toString('latin1'), key);
        if (found.size >= SLICE) return [...found.values()];
      }
    }
    return [...found.values()];
  }

  private async purge(): Promise<void> {
    this.engine.env.refresh();
    for (const { key, table, id } of this.engine.catalogue.doomed()) {
      const range = prefixRange(numberPrefix(id));
      await this.inSlices(() => this.purgeSlice(table, range));
      if (!this.isStopped) await this.write(() => this.engine.env.catalogue.removeSync(key));
    }
  }

  private purgeSlice(table: 'documents' | 'entries', range: KeyRange): number {
    const keys: Buffer[] = [];
    for (const { key } of scan(this.engine.env[table], range)) {
      if (keys.push(key) >= SLICE) break;
    }
    for (const key of keys) this.engine.env[table].removeSync(key);
    return keys.length;
  }

  private async inSlices(run: () => number): Promise<number> {
    let total = 0;
    for (let done = SLICE; done >= SLICE && !this.isStopped;) {
      done = await this.write(run);
      total += done;
    }
    return total;
  }
}
