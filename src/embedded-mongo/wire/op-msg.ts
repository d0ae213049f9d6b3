import { decodeTyped, type Doc, T } from '../bson/bson.js';
import { documentsOf, findField } from '../bson/raw.js';
import { MongoError } from '../errors.js';

/** A command as it came in. */
export interface Request {
  /** The command's name, the first field of its body. */
  readonly command: string;
  readonly db: string;
  /** The body, decoded with BSON classes. */
  readonly body: Doc;
  readonly rawBody: Buffer;
  /** Documents that came beside the body (`documents`, `updates`, `deletes`), undecoded. */
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
  /** The client asked not to be answered. */
  readonly isUnacknowledged: boolean;
  /** The number of the connection it came by, from 1; 0 where it didn't come by one. */
  readonly connectionId: number;
}

const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const KNOWN_REQUIRED_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME;
const SECTIONS_AT = 20;

/** Parses an OP_MSG.
 * @param message the whole message with its 16-byte header
 * @throws MongoError for a malformed one */
export function parseOpMsg(message: Buffer): Request {
  const flags = message.readUInt32LE(16);
  if ((flags & 0xffff & ~KNOWN_REQUIRED_FLAGS) !== 0) throw new MongoError(2, `Unknown OP_MSG flags ${flags}`);
  const end = message.length - ((flags & CHECKSUM_PRESENT) === 0 ? 0 : 4);
  const sequences = new Map<string, readonly Buffer[]>();
  let rawBody: Buffer | undefined;
  for (let at = SECTIONS_AT; at < end;) {
    const kind = message[at];
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (size < 5 || at + 1 + size > end) throw new MongoError(2, 'A section leaves its OP_MSG');
    if (kind === 0) rawBody = section;
    else if (kind === 1) addSequence(sequences, section);
    else throw new MongoError(2, `Unknown section kind ${kind}`);
    at += 1 + size;
  }
  if (rawBody === undefined) throw new MongoError(2, 'OP_MSG without a body');
  return requestOf(rawBody, sequences, (flags & MORE_TO_COME) !== 0);
}

/** Builds a request from its body. */
export function requestOf(
  rawBody: Buffer,
  sequences: ReadonlyMap<string, readonly Buffer[]> = new Map(),
  isUnacknowledged = false,
): Request {
  const body = decodeTyped(rawBody);
  const [command = ''] = Object.keys(body);
  const db = body['$db'];
  return {
    command,
    db: typeof db === 'string' ? db : 'admin',
    body,
    rawBody,
    sequences,
    isUnacknowledged,
    connectionId: 0,
  };
}

/** The documents of a field, from beside the body or from within it. */
export function documentsIn(request: Request, field: string): readonly Buffer[] {
  const sequence = request.sequences.get(field);
  if (sequence !== undefined) return sequence;
  const found = findField(request.rawBody, Buffer.from(field));
  if (found === undefined)
    throw new MongoError(40414, `BSON field '${request.command}.${field}' is missing but a required field`);
  return documentsOf(request.rawBody, found);
}

/** The raw bytes of a document-valued field of a raw document. */
export function rawField(raw: Buffer, name: string): Buffer | undefined {
  const found = findField(raw, Buffer.from(name));
  return found?.type === T.document ? raw.subarray(found.value, found.end) : undefined;
}

function addSequence(sequences: Map<string, readonly Buffer[]>, section: Buffer): void {
  const nameEnd = section.indexOf(0, 4);
  const docs: Buffer[] = [];
  for (let at = nameEnd + 1; at < section.length;) {
    const size = section.readInt32LE(at);
    if (size < 5 || at + size > section.length) throw new MongoError(2, 'A document leaves its section');
    docs.push(section.subarray(at, at + size));
    at += size;
  }
  sequences.set(section.toString('utf8', 4, nameEnd), docs);
}
