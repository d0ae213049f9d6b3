import { mkdirSync } from 'node:fs';
import { type Database, open, type RootDatabase, type Transaction } from 'lmdb';

/** A table of the environment: binary keys, binary values. */
export type Table = Database<Buffer, Buffer>;

/** How long reads that follow each other without a pause see the same state, milliseconds. */
const LONGEST_VIEW_MS = 100;

/** One state of the database, kept for a reader. */
export interface HeldState {
  /** Reads a range in key order; it all belongs to this state, however long it takes. */
  scan(table: Table, range: KeyRange): Iterable<Entry>;
  /** Lets go of it. */
  release(): void;
}

/** The LMDB environment and its three tables. Collections and indexes are told apart by the number that every key
 * starts with: so making or dropping one is an ordinary write of the transaction, and no handle can go stale in the
 * reader's thread. */
export class Environment {
  /** Document by collection number + encoded `_id`; values are the documents as BSON. */
  readonly documents: Table;
  /** Index entries by index number + encoded fields. */
  readonly entries: Table;
  /** What collections and indexes there are. */
  readonly catalogue: Table;
  private readonly root: RootDatabase<Buffer, Buffer>;
  private isWriting = false;
  private refreshedMs = 0;

  /** Opens or creates the environment.
   * @param directory where it lies; made where missing
   * @param options `isReadOnly`: it must be there, and may belong to another process */
  constructor(directory: string, { isReadOnly = false }: { readonly isReadOnly?: boolean } = {}) {
    if (!isReadOnly) mkdirSync(directory, { recursive: true });
    const binary = { encoding: 'binary', keyEncoding: 'binary' } as const;
    this.root = open<Buffer, Buffer>({
      path: directory,
      noSubdir: false,
      readOnly: isReadOnly,
      // An acknowledged write must survive kill -9 and power loss: the commit itself waits for the disk.
      overlappingSync: false,
      pageSize: 8192,
      maxDbs: 8,
      maxReaders: 64,
      ...binary,
    });
    this.documents = this.root.openDB('documents', binary);
    this.entries = this.root.openDB('entries', binary);
    this.catalogue = this.root.openDB('catalogue', binary);
  }

  /** Runs the action in one transaction, committed and on disk when this returns. An error rolls everything back. */
  write<R>(action: () => R): R {
    this.isWriting = true;
    try {
      return this.root.transactionSync(action);
    } finally {
      this.isWriting = false;
    }
  }

  /** Makes the reads that follow see everything committed so far, by any thread. */
  refresh(): void {
    this.refreshedMs = performance.now();
    this.root.resetReadTxn();
  }

  /** Lets go of what the reads see if they have seen the same for a while: no page that was freed since could be used again, and the
   * file would grow for as long as an aggregate lasts. To be called between two reads. */
  refreshIfOld(): void {
    if (!this.isWriting && performance.now() - this.refreshedMs > LONGEST_VIEW_MS) this.refresh();
  }

  /** Keeps the newest state for one reader. What it holds can't be used again meanwhile: the file grows by what is written. Reads without
   * it that follow at once, before anything is awaited, see the same state. */
  hold(): HeldState {
    this.refresh();
    const transaction: Transaction = this.root.useReadTransaction();
    return {
      scan: (table, { low, high }) => table.getRange({ start: low, end: high, transaction }),
      release: () => transaction.done(),
    };
  }

  /** Frees what readers hold that died. */
  forgetDeadReaders(): void {
    this.root.readerCheck();
  }

  /** Closes the environment. */
  async close(): Promise<void> {
    await this.root.close();
  }
}

/** A range of keys: from `low` (inclusive) to `high` (exclusive). */
export interface KeyRange {
  readonly low: Buffer;
  readonly high: Buffer;
  /** `low` is a whole key: the range can hold no other. */
  readonly isPoint?: boolean;
}

/** One entry of a table. */
export interface Entry {
  key: Buffer;
  value: Buffer;
}

const FIRST_CHUNK = 64;
const LARGEST_CHUNK = 1024;
const AFTER = Buffer.from([0]);

/** Reads a range in key order, chunk by chunk, so that no read transaction stays open while a client thinks or a long aggregate
 * counts: like MongoDB's cursors it sees writes that happen behind its position, and LMDB can use the pages again that they free. */
export function* scan(table: Table, range: KeyRange, isReverse = false): Generator<Entry, void> {
  let { low, high } = range;
  for (let limit = FIRST_CHUNK; ; limit = Math.min(limit * 4, LARGEST_CHUNK)) {
    const options = isReverse
      ? { start: high, end: low, reverse: true, exclusiveStart: true, inclusiveEnd: true, limit }
      : { start: low, end: high, limit };
    const chunk: Entry[] = [];
    for (const entry of table.getRange(options)) chunk.push(entry);
    yield* chunk;
    const last = chunk.at(-1);
    if (last === undefined || chunk.length < limit) return;
    if (isReverse) high = last.key;
    else low = Buffer.concat([last.key, AFTER]);
  }
}

/** Counts the keys of a range without reading values. */
export function countKeys(table: Table, { low, high }: KeyRange): number {
  return table.getKeysCount({ start: low, end: high });
}

/** Whether a range holds more than so many keys; they are skipped natively, not counted in JavaScript. */
export function hasMoreThan(table: Table, { low, high }: KeyRange, count: number): boolean {
  for (const _ of table.getKeys({ start: low, end: high, offset: count, limit: 1 })) return true;
  return false;
}

/** The smallest key that is greater than every key with this prefix. */
export function afterPrefix(prefix: Buffer): Buffer {
  const next = Buffer.from(prefix);
  for (let i = next.length - 1; i >= 0; i--) {
    const byte = next[i] as number;
    if (byte < 0xff) {
      next[i] = byte + 1;
      return next.subarray(0, i + 1);
    }
  }
  return Buffer.alloc(prefix.length + 1, 0xff);
}

/** The range of all keys with a prefix. */
export function prefixRange(prefix: Buffer): KeyRange {
  return { low: prefix, high: afterPrefix(prefix) };
}

/** A collection's or index' number as the prefix of its keys. */
export function numberPrefix(id: number): Buffer {
  const prefix = Buffer.allocUnsafe(4);
  prefix.writeUInt32BE(id);
  return prefix;
}
