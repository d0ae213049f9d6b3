import type { Doc } from '../../../src/embedded-mongo/bson/bson.js';
import { encode } from '../../../src/embedded-mongo/bson/bson.js';
import { type Message, OP, parseOpQuery } from '../../../src/embedded-mongo/wire/framing.js';
import { parseOpMsg, type Request, requestOf } from '../../../src/embedded-mongo/wire/op-msg.js';

const HEADER_BYTES = 16;
const MORE_TO_COME = 2;
const EXHAUST_ALLOWED = 1 << 16;

/** Documents of a command that travel beside its body, by field. */
export type Sequences = ReadonlyMap<string, readonly Buffer[]>;

/** A message of a client. */
export interface Incoming {
  readonly requestId: number;
  readonly opCode: number;
  readonly request: Request;
  /** The client takes several replies to this one request (a monitor that streams). */
  readonly isExhaustAllowed: boolean;
  /** Length of the whole message, bytes. */
  readonly bytes: number;
}

/** Parses a message of a client. @throws MongoError for a malformed one */
export function parseIncoming({ requestId, opCode, bytes }: Message): Incoming {
  if (opCode === OP.query) {
    const { db, doc } = parseOpQuery({ requestId, opCode, bytes });
    return { requestId, opCode, request: { ...requestOf(doc), db }, isExhaustAllowed: false, bytes: bytes.length };
  }
  const isExhaustAllowed = (bytes.readUInt32LE(HEADER_BYTES) & EXHAUST_ALLOWED) !== 0;
  return { requestId, opCode, request: parseOpMsg(bytes), isExhaustAllowed, bytes: bytes.length };
}

/** Frames a command for a server.
 * @param body without the fields that travel in `sequences` */
export function commandMessage(requestId: number, body: Doc, sequences: Sequences): Buffer {
  const sections = [...sequences].map(([field, docs]) => sequenceSection(field, docs));
  const payload = Buffer.concat([flagBytes(0), Buffer.from([0]), encode(body), ...sections]);
  return Buffer.concat([header({ payload, requestId, responseTo: 0, opCode: OP.msg }), payload]);
}

/** How to frame a reply. */
export interface ReplyFrame {
  readonly requestId: number;
  readonly responseTo: number;
  readonly hasMoreToCome?: boolean;
}

/** Frames a reply as OP_MSG. @param doc the bytes of the reply document */
export function replyMessage(doc: Buffer, { requestId, responseTo, hasMoreToCome = false }: ReplyFrame): Buffer {
  const payload = Buffer.concat([flagBytes(hasMoreToCome ? MORE_TO_COME : 0), Buffer.from([0]), doc]);
  return Buffer.concat([header({ payload, requestId, responseTo, opCode: OP.msg }), payload]);
}

/** The document of a reply that came as OP_MSG. */
export function replyDocument(message: Buffer): Buffer {
  return message.subarray(HEADER_BYTES + 4 + 1);
}

function sequenceSection(field: string, docs: readonly Buffer[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${field}\0`), ...docs]);
  const size = Buffer.alloc(4);
  size.writeInt32LE(size.length + content.length);
  return Buffer.concat([Buffer.from([1]), size, content]);
}

function flagBytes(flags: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(flags);
  return bytes;
}

function header(frame: { payload: Buffer; requestId: number; responseTo: number; opCode: number }): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeInt32LE(HEADER_BYTES + frame.payload.length, 0);
  head.writeInt32LE(frame.requestId, 4);
  head.writeInt32LE(frame.responseTo, 8);
  head.writeInt32LE(frame.opCode, 12);
  return head;
}
