import { randomInt } from 'node:crypto';
import { Long } from '../bson/bson.js';
import { arrayElement, element, prepend } from '../bson/build.js';
import { encode, MAX_DOCUMENT_BYTES, T } from '../bson/bson.js';
import { MongoError } from '../errors.js';

/** Documents of the first batch where the client doesn't say. */
export const FIRST_BATCH = 101;
/** Unused cursors are closed after this time, milliseconds. */
const IDLE_MS = 10 * 60 * 1000;

interface OpenCursor {
  readonly namespace: string;
  readonly source: Iterator<Buffer>;
  /** A document that was read but did not fit the last batch. */
  held: Buffer | undefined;
  usedAtMs: number;
}

/** What to answer a query with. */
export interface CursorRequest {
  readonly namespace: string;
  readonly docs: Iterable<Buffer>;
  readonly batchSize: number;
  /** Close the cursor after this batch, whatever is left. */
  readonly isSingleBatch?: boolean;
}

/** The open cursors of one thread. */
export class CursorRegistry {
  private readonly open = new Map<number, OpenCursor>();

  constructor(
    private readonly parity: 0 | 1,
    private readonly now: () => number,
  ) {}

  /** Answers a query with its first batch; what is left waits behind a cursor id. */
  start({ namespace, docs, batchSize, isSingleBatch }: CursorRequest): Buffer {
    this.closeIdle();
    const cursor: OpenCursor = { namespace, source: docs[Symbol.iterator](), held: undefined, usedAtMs: this.now() };
    const { batch, isDone } = takeBatch(cursor, batchSize);
    if (isDone || isSingleBatch === true) {
      if (!isDone) cursor.source.return?.();
      return cursorReply('firstBatch', { batch, namespace, id: 0 });
    }
    const id = this.newId();
    this.open.set(id, cursor);
    return cursorReply('firstBatch', { batch, namespace, id });
  }

  /** Answers with the next batch. @throws MongoError CursorNotFound (43) */
  more(id: number, namespace: string, batchSize: number): Buffer {
    const cursor = this.open.get(id);
    if (cursor === undefined || cursor.namespace !== namespace) throw new MongoError(43, `cursor id ${id} not found`);
    cursor.usedAtMs = this.now();
    const { batch, isDone } = takeBatch(cursor, batchSize);
    if (isDone) this.open.delete(id);
    return cursorReply('nextBatch', { batch, namespace, id: isDone ? 0 : id });
  }

  /** Closes a cursor. @returns whether there was one */
  kill(id: number): boolean {
    this.open.get(id)?.source.return?.();
    return this.open.delete(id);
  }

  private newId(): number {
    return randomInt(1, 2 ** 46) * 2 + this.parity;
  }

  private closeIdle(): void {
    for (const [id, { usedAtMs }] of this.open) if (this.now() - usedAtMs > IDLE_MS) this.kill(id);
  }
}

/** Whether a cursor belongs to the thread with this parity. */
export function hasParity(id: number, parity: 0 | 1): boolean {
  return id % 2 === parity;
}

function takeBatch(cursor: OpenCursor, batchSize: number): { batch: Buffer[]; isDone: boolean } {
  const batch: Buffer[] = [];
  let bytes = 0;
  while (batch.length < batchSize) {
    const next = cursor.held ?? nextOf(cursor.source);
    cursor.held = undefined;
    if (next === undefined) return { batch, isDone: true };
    if (batch.length > 0 && bytes + next.length > MAX_DOCUMENT_BYTES) {
      cursor.held = next;
      return { batch, isDone: false };
    }
    bytes += next.length;
    batch.push(next);
  }
  // Looking one document ahead saves the client a round trip for an empty batch.
  if (batchSize > 0) cursor.held = nextOf(cursor.source);
  return { batch, isDone: batchSize > 0 && cursor.held === undefined };
}

function nextOf(source: Iterator<Buffer>): Buffer | undefined {
  const { done, value } = source.next();
  return done === true ? undefined : value;
}

function cursorReply(
  batchName: 'firstBatch' | 'nextBatch',
  { batch, namespace, id }: { batch: readonly Buffer[]; namespace: string; id: number },
): Buffer {
  const cursor = prepend([arrayElement(batchName, batch)], { id: Long.fromNumber(id), ns: namespace });
  return prepend([element(T.document, 'cursor', cursor)], { ok: 1 });
}

/** A reply with every document in one batch and no cursor. */
export function closedCursorReply(namespace: string, docs: readonly Record<string, unknown>[]): Buffer {
  return cursorReply('firstBatch', { batch: docs.map((doc) => encode(doc)), namespace, id: 0 });
}
