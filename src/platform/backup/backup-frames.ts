import { createHash } from 'node:crypto';
import mongoose, { type mongo } from 'mongoose';
import { DamagedBackup } from './backup-errors.js';

const { BSON } = mongoose.mongo;

/** What a file says of itself, so that a foreign one is told from a backup. */
export const FORMAT = 'aegis-backup';
/** The version that is written, and the only one that is read. */
export const VERSION = 1;

/** A collection as a backup describes it. */
export interface CollectionPlan {
  readonly name: string;
  /** Options of `create`; none for all that AegisAI makes itself. */
  readonly options: mongo.Document;
  /** As `listIndexes` gives them. */
  readonly indexes: readonly mongo.Document[];
}

/** The beginning of a backup. */
export interface BackupHeader {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly createdAt: Date;
  /** Name of the database it was made of. */
  readonly database: string;
  /** `snapshot`: all collections at one moment; `collections`: one after the other. */
  readonly consistency: 'snapshot' | 'collections';
  readonly collections: readonly CollectionPlan[];
}

/** The end of a backup: without it, a file is cut. */
export interface BackupEnd {
  /** Documents by collection. */
  readonly counts: Readonly<Record<string, number>>;
  /** SHA-256 of everything before, hexadecimal. */
  readonly sha256: string;
}

/** A part of a backup. Documents belong to the collection that was named last. */
export type Frame =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'collection'; readonly name: string }
  | { readonly kind: 'document'; readonly raw: Buffer }
  | { readonly kind: 'end'; readonly end: BackupEnd };

/** The first byte of each part; a BSON document, which begins with its own length, follows. */
const MARK = { header: 0x48, collection: 0x43, document: 0x44, end: 0x45 } as const;
/** Largest part, bytes: a document of MongoDB has 16 MiB at most, and a header is smaller than that. */
const MAX_PART_BYTES = 17 * 1024 * 1024;
const SMALLEST_BSON = 5;

/** Writes the parts of a backup and adds up what its end will say. */
export class FrameWriter {
  private readonly hash = createHash('sha256');
  private readonly counts = new Map<string, number>();
  private current = '';

  /** The first part. */
  header(header: BackupHeader): Buffer {
    return this.hashed(part(MARK.header, encode({ ...header })));
  }

  /** Begins a collection. */
  collection(name: string): Buffer {
    this.current = name;
    this.counts.set(name, 0);
    return this.hashed(part(MARK.collection, encode({ name })));
  }

  /** @param raw a document as it is stored, byte by byte */
  document(raw: Uint8Array): Buffer {
    this.counts.set(this.current, (this.counts.get(this.current) ?? 0) + 1);
    return this.hashed(part(MARK.document, raw));
  }

  /** The last part. */
  end(): { readonly end: BackupEnd; readonly bytes: Buffer } {
    const end = { counts: Object.fromEntries(this.counts), sha256: this.hash.digest('hex') };
    return { end, bytes: part(MARK.end, encode(end)) };
  }

  private hashed(bytes: Buffer): Buffer {
    this.hash.update(bytes);
    return bytes;
  }
}

/** Takes a backup apart and refuses everything that isn't one, whole and unchanged. */
export class FrameReader {
  private readonly hash = createHash('sha256');
  private readonly counts = new Map<string, number>();
  private rest: Buffer = Buffer.alloc(0);
  private current: string | undefined;
  private hasHeader = false;
  private hasEnd = false;

  /** @param chunk the next bytes, cut anywhere
   * @throws DamagedBackup */
  *push(chunk: Buffer): Generator<Frame, void> {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    for (let length = this.lengthAt(at); length !== undefined; length = this.lengthAt(at)) {
      const bytes = this.rest.subarray(at, at + length);
      at += length;
      yield this.frameOf(bytes);
    }
    this.rest = this.rest.subarray(at);
  }

  /** To be called after the last byte. @throws DamagedBackup for a file that was cut */
  finish(): void {
    if (!this.hasHeader) throw new DamagedBackup('it is not a backup of AegisAI');
    if (!this.hasEnd || this.rest.length > 0) throw new DamagedBackup('it is cut: its end is missing');
  }

  /** Bytes of the part that begins here; undefined where not all of it has come yet. */
  private lengthAt(at: number): number | undefined {
    if (this.rest.length < at + 1 + SMALLEST_BSON) return undefined;
    const length = this.rest.readInt32LE(at + 1);
    if (length < SMALLEST_BSON || length > MAX_PART_BYTES) throw this.faulty('a part of it has an impossible length');
    return this.rest.length < at + 1 + length ? undefined : 1 + length;
  }

  private frameOf(bytes: Buffer): Frame {
    const [mark, raw] = [bytes[0], bytes.subarray(1)];
    if (this.hasEnd) throw this.faulty('something follows its end');
    if (mark === MARK.end) return { kind: 'end', end: this.endOf(decode(raw)) };
    this.hash.update(bytes);
    if (mark === MARK.header && !this.hasHeader) return { kind: 'header', header: this.headerOf(decode(raw)) };
    if (!this.hasHeader) throw this.faulty('it does not begin as one');
    if (mark === MARK.collection) return { kind: 'collection', name: this.begin(decode(raw)['name']) };
    if (mark !== MARK.document || this.current === undefined) throw this.faulty('a part of it is of no known kind');
    this.counts.set(this.current, (this.counts.get(this.current) ?? 0) + 1);
    return { kind: 'document', raw };
  }

  private begin(name: unknown): string {
    if (typeof name !== 'string') throw this.faulty('a part of it is of no known kind');
    this.current = name;
    this.counts.set(name, 0);
    return name;
  }

  private headerOf(doc: mongo.Document): BackupHeader {
    if (doc['format'] !== FORMAT) throw this.faulty('it says it is something else');
    if (doc['version'] !== VERSION)
      throw new DamagedBackup(`it has version ${String(doc['version'])}, and version ${VERSION} is wanted`);
    this.hasHeader = true;
    return doc as BackupHeader;
  }

  private endOf(doc: mongo.Document): BackupEnd {
    const end = doc as BackupEnd;
    const found = Object.fromEntries(this.counts);
    if (end.sha256 !== this.hash.digest('hex') || JSON.stringify(end.counts) !== JSON.stringify(found))
      throw new DamagedBackup('its contents are not what its end says: it was changed');
    this.hasEnd = true;
    return end;
  }

  private faulty(what: string): DamagedBackup {
    return new DamagedBackup(this.hasHeader ? what : `it is not a backup of AegisAI: ${what}`);
  }
}

function part(mark: number, raw: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(1 + raw.length);
  bytes[0] = mark;
  bytes.set(raw, 1);
  return bytes;
}

function encode(doc: mongo.Document): Uint8Array {
  return BSON.serialize(doc, { ignoreUndefined: true });
}

function decode(raw: Buffer): mongo.Document {
  try {
    return BSON.deserialize(raw);
  } catch (error) {
    throw new DamagedBackup('a part of it cannot be read', { cause: error });
  }
}
