import { decodeTyped, type Doc, Int32, isPlainObject } from '../bson/bson.js';
import { ElementCursor } from '../bson/raw.js';
import { MongoError, unsupported } from '../errors.js';
import type { Request } from '../wire/op-msg.js';
import { STEP_DOCUMENTS, Unfinished } from './unfinished.js';

/** A write command with its statements or documents. */
export interface Batch {
  readonly request: Request;
  readonly items: readonly Buffer[];
}

const MAX_BATCH = 100_000;

/** @throws MongoError InvalidLength (16) for an empty or an enormous batch */
export function checkBatchSize(items: readonly Buffer[]): void {
  if (items.length > 0 && items.length <= MAX_BATCH) return;
  throw new MongoError(16, `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${items.length} operations.`);
}

/** Refuses every option of a statement that would otherwise be ignored: all of the command, as MongoDB does, before anything is done.
 * @param allowed what the command itself looks at */
export function checkStatements(statements: readonly Buffer[], allowed: readonly string[]): void {
  const names = allowed.map((name) => Buffer.from(name));
  for (const raw of statements) {
    const cursor = new ElementCursor(raw);
    while (cursor.next()) {
      if (!names.some((name) => cursor.isNamed(name))) checkStatementOption(cursor.name(), decodeTyped(raw));
    }
  }
}

function checkStatementOption(name: string, statement: Doc): void {
  const value = statement[name];
  if (value === undefined) return;
  if (name === 'collation' && isPlainObject(value) && value['locale'] === 'simple') return;
  throw unsupported(`The option ${name} of a write`, 115);
}

/** An entry of `writeErrors`. @throws the error itself where it isn't one for the client */
export function errorItem(index: number, error: unknown): Doc {
  if (!(error instanceof MongoError)) throw error;
  return { index: new Int32(index), code: new Int32(error.code), errmsg: error.message, ...error.details };
}

/** What the items of a batch have come to so far. */
export interface Tally {
  n: number;
  nModified: number;
  readonly upserted: Doc[];
  readonly writeErrors: Doc[];
}

/** Runs one item and adds to the tally what it did. */
type RunItem = (raw: Buffer, index: number, tally: Tally) => void;

/** Runs the items of a batch in their order, step by step, so that a large batch lets other writes in between, as MongoDB does. Errors are
 * gathered, and end the batch where it is ordered.
 * @param begin called at the start of each step, since other writes may have come in between
 * @param reply makes the reply, without the errors */
export function runItems(batch: Batch, begin: () => RunItem, reply: (tally: Tally) => Doc): Doc | Unfinished {
  checkBatchSize(batch.items);
  const finish = (tally: Tally): Doc => {
    const { writeErrors } = tally;
    return { ...reply(tally), ...(writeErrors.length > 0 ? { writeErrors } : {}), ok: 1 };
  };
  const step = (from: number, before: Tally): Doc | Unfinished => {
    const { tally, next } = runSome(batch, from, { run: begin(), before });
    return next < batch.items.length ? new Unfinished(() => step(next, tally)) : finish(tally);
  };
  return step(0, { n: 0, nModified: 0, upserted: [], writeErrors: [] });
}

/** @param before isn't changed: the step may be run again
 * @returns the item that is next; behind the last one where the batch has ended */
function runSome(
  { request, items }: Batch,
  from: number,
  { run, before }: { readonly run: RunItem; readonly before: Tally },
): { readonly tally: Tally; readonly next: number } {
  const tally: Tally = { ...before, upserted: [...before.upserted], writeErrors: [...before.writeErrors] };
  const next = Math.min(items.length, from + STEP_DOCUMENTS);
  for (let index = from; index < next; index++) {
    try {
      run(items[index] as Buffer, index, tally);
    } catch (error) {
      tally.writeErrors.push(errorItem(index, error));
      if (request.body['ordered'] !== false) return { tally, next: items.length };
    }
  }
  return { tally, next };
}
