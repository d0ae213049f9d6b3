import { type Doc, Int32, isPlainObject } from '../bson/bson.js';
import { MongoError, unsupported } from '../errors.js';
import type { Request } from '../wire/op-msg.js';

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

/** Refuses every option of a statement that would otherwise be ignored. */
export function checkStatement(statement: Doc, allowed: readonly string[]): void {
  for (const [name, value] of Object.entries(statement)) {
    if (allowed.includes(name) || value === undefined) continue;
    if (name === 'collation' && isPlainObject(value) && value['locale'] === 'simple') continue;
    if (name === 'arrayFilters' && Array.isArray(value) && value.length === 0) continue;
    throw unsupported(`The option ${name} of a write`, 115);
  }
}

/** An entry of `writeErrors`. @throws the error itself where it isn't one for the client */
export function errorItem(index: number, error: unknown): Doc {
  if (!(error instanceof MongoError)) throw error;
  return { index: new Int32(index), code: new Int32(error.code), errmsg: error.message, ...error.details };
}

/** Runs each item of a batch; errors are gathered, and end the batch where it is ordered. */
export function eachItem(
  { request, items }: Batch,
  run: (raw: Buffer, index: number) => void,
): { writeErrors?: Doc[] } {
  checkBatchSize(items);
  const writeErrors: Doc[] = [];
  for (const [index, raw] of items.entries()) {
    try {
      run(raw, index);
    } catch (error) {
      writeErrors.push(errorItem(index, error));
      if (request.body['ordered'] !== false) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}
