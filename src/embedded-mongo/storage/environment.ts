import { mkdirSync } from 'node:fs';
import { type Database, open, type RootDatabase, type Transaction } from 'lmdb';

import { DataFileDamaged } from '../data-file-damaged.js';
import { catalogueSeed, documentSeed, type Format, sealed, unsealed, unsealedDocument } from './seal.js';

/** A table of the environment: binary keys, binary values. */
export type Table = Database<Buffer, Buffer>;

/** Where the catalogue says how values are stored; nothing is there in a directory from before seals. */
export const FORMAT_KEY = Buffer.from('v');

/** The mode of new files. lmdb takes it, though its types don't know it. */
const OWNER_ONLY = { permissionsMode: 0o600 };

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
  /** How values are stored. */
  readonly format: Format;
  private readonly root: RootDatabase<Buffer, Buffer>;
  private isWriting = false;
  private refreshedMs = 0;

  /** Opens or creates the environment.
   * @param directory where it lies; made where missing
   * @param options `isReadOnly`: it must be there, and may belong to another process */
  constructor(
    private readonly directory: string,
    { isReadOnly = false }: { readonly isReadOnly?: boolean } = {},
  ) {
    if (!isReadOnly) mkdirSync(directory, { recursive: true, mode: 0o700 });
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
      ...OWNER_ONLY,
      ...binary,
    });
    this.documents = this.root.openDB('documents', binary);
    this.entries = this.root.openDB('entries', binary);
    this.catalogue = this.root.openDB('catalogue', binary);
    if (!isReadOnly && this.catalogue.getKeysCount({ limit: 1 }) === 0)
      this.write(() => this.catalogue.putSync(FORMAT_KEY, Buffer.from([2])));
    this.format = this.catalogue.getBinary(FORMAT_KEY) === undefined ? 1 : 2;
  }

  /** Stores a document with its seal.
   * @param isNew refuses to replace one @returns whether it was stored */
  putDocument(key: Buffer, raw: Buffer, isNew = false): boolean {
    const value = sealed(documentSeed(key), raw);
    return this.documents.putSync(key, value, isNew ? { noOverwrite: true } : {}) as unknown as boolean;
  }

  /** Reads a document. @throws DataFileDamaged where it isn't what was written */
  getDocument(key: Buffer): Buffer | undefined {
    const value = this.documents.getBinary(key);
    return value === undefined ? undefined : this.openDocument(key, value);
  }

  /** Reads documents in the order of their keys. @throws DataFileDamaged where one isn't what was written */
  *scanDocuments(range: KeyRange, isReverse = false): Generator<Entry, void> {
    for (const entry of scan(this.documents, range, isReverse)) {
      entry.value = this.openDocument(entry.key, entry.value);
      yield entry;
    }
  }

  /** The document in a value of the table. @throws DataFileDamaged where it isn't what was written */
  openDocument(key: Buffer, value: Buffer): Buffer {
    const raw = unsealedDocument(this.format, key, value);
    if (raw === undefined) throw new DataFileDamaged(this.directory, 'a document is not what was written');
    return raw;
  }

  /** Stores an entry of the catalogue. */
  putCatalogue(key: Buffer, value: Buffer): void {
    this.catalogue.putSync(key, this.format === 1 ? value : sealed(catalogueSeed(key), value));
  }

  /** Reads an entry of the catalogue. @throws DataFileDamaged */
  getCatalogue(key: Buffer): Buffer | undefined {
    const value = this.catalogue.getBinary(key);
    return value === undefined ? undefined : this.openCatalogue(key, value);
  }

  /** The entry in a value of the catalogue. @throws DataFileDamaged where it isn't what was written */
  openCatalogue(key: Buffer, value: Buffer): Buffer {
    const entry = this.format === 1 ? value : unsealed(catalogueSeed(key), value);
    if (entry === undefined) throw new DataFileDamaged(this.directory, 'the catalogue is not what was written');
    return entry;
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

  /** Whether another process has this database open for reading. */
  hasOtherReaders(): boolean {
    this.forgetDeadReaders();
    const pids = [...this.root.readerList().matchAll(/^\s*(\d+)\s/gm)].map(([, pid]) => Number(pid));
    return pids.some((pid) => pid !== process.pid);
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
