import { MongoError } from '../errors.js';

/** The operation codes of the wire protocol that this server takes and sends. */
export const OP = { reply: 1, query: 2004, compressed: 2012, msg: 2013 } as const;

/** Largest message, bytes. */
export const MAX_MESSAGE_BYTES = 48_000_000;
/** A driver may exceed the limit of the documents by the envelope. */
const ENVELOPE_BYTES = 64 * 1024;
const HEADER_BYTES = 16;

/** A whole message. */
export interface Message {
  readonly requestId: number;
  readonly opCode: number;
  /** With its header. */
  readonly bytes: Buffer;
}

/** Cuts a stream of bytes into messages. */
export class MessageSplitter {
  private chunks: Buffer[] = [];
  private length = 0;
  private mostBytes: number;

  /** @param mostFirstBytes of the first message of the stream; those that follow have the limit of the protocol */
  constructor(mostFirstBytes: number = MAX_MESSAGE_BYTES + ENVELOPE_BYTES) {
    this.mostBytes = mostFirstBytes;
  }

  /** Bytes of a message that isn't whole yet. */
  get unfinishedBytes(): number {
    return this.length;
  }

  /** Takes the next bytes of the stream. @returns the messages that are complete now
   * @throws MongoError for an impossible length: the stream is of no use any more */
  push(chunk: Buffer): Message[] {
    this.chunks.push(chunk);
    this.length += chunk.length;
    const found: Message[] = [];
    for (let size = this.nextSize(); size !== undefined && this.length >= size; size = this.nextSize()) {
      const bytes = this.take(size);
      this.mostBytes = MAX_MESSAGE_BYTES + ENVELOPE_BYTES;
      found.push({ requestId: bytes.readInt32LE(4), opCode: bytes.readInt32LE(12), bytes });
    }
    return found;
  }

  private nextSize(): number | undefined {
    if (this.length < HEADER_BYTES) return undefined;
    if ((this.chunks[0]?.length ?? 0) < HEADER_BYTES) this.chunks = [Buffer.concat(this.chunks)];
    const size = (this.chunks[0] as Buffer).readInt32LE(0);
    if (size < HEADER_BYTES || size > this.mostBytes) {
      throw new MongoError(2, `A message of ${size} bytes is outside the protocol's limits`);
    }
    return size;
  }

  private take(size: number): Buffer {
    const all = this.chunks.length === 1 ? (this.chunks[0] as Buffer) : Buffer.concat(this.chunks);
    this.chunks = all.length > size ? [all.subarray(size)] : [];
    this.length = all.length - size;
    return all.subarray(0, size);
  }
}

/** Frames a reply to an OP_MSG. @param doc the reply document's bytes */
export function opMsgReply(doc: Buffer, responseTo: number): Buffer[] {
  const head = Buffer.alloc(HEADER_BYTES + 5);
  writeHeader(head, { size: head.length + doc.length, responseTo, opCode: OP.msg });
  return [head, doc];
}

/** Frames a reply to an OP_QUERY. @param doc the reply document's bytes */
export function opReply(doc: Buffer, responseTo: number): Buffer[] {
  const head = Buffer.alloc(HEADER_BYTES + 20);
  writeHeader(head, { size: head.length + doc.length, responseTo, opCode: OP.reply });
  const awaitCapable = 8;
  head.writeInt32LE(awaitCapable, 16);
  head.writeInt32LE(1, 32);
  return [head, doc];
}

/** The command document of an OP_QUERY, and the database it goes to. */
export function parseOpQuery({ bytes }: Message): { db: string; doc: Buffer } {
  const nameEnd = bytes.indexOf(0, HEADER_BYTES + 4);
  const namespace = bytes.toString('utf8', HEADER_BYTES + 4, nameEnd);
  const docAt = nameEnd + 1 + 8;
  if (nameEnd < 0 || docAt + 5 > bytes.length) throw new MongoError(2, 'Malformed OP_QUERY');
  const doc = bytes.subarray(docAt, docAt + bytes.readInt32LE(docAt));
  return { db: namespace.slice(0, namespace.indexOf('.')), doc };
}

function writeHeader(
  head: Buffer,
  { size, responseTo, opCode }: { size: number; responseTo: number; opCode: number },
): void {
  head.writeInt32LE(size, 0);
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(opCode, 12);
}
