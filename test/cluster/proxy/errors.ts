import { type Doc, Int32 } from '../../../src/embedded-mongo/bson/bson.js';

/** The errors of a member that isn't the primary (any more), or ends, by their codes. */
export const STATE_CHANGES: ReadonlyMap<number, string> = new Map([
  [10107, 'NotWritablePrimary'],
  [189, 'PrimarySteppedDown'],
  [91, 'ShutdownInProgress'],
  [11600, 'InterruptedAtShutdown'],
  [11602, 'InterruptedDueToReplStateChange'],
  [13435, 'NotPrimaryNoSecondaryOk'],
  [13436, 'NotPrimaryOrSecondary'],
]);

const OTHERS: ReadonlyMap<number, string> = new Map([
  [64, 'WriteConcernTimeout'],
  [112, 'WriteConflict'],
  [251, 'NoSuchTransaction'],
]);

/** Refuses a command.
 * @param isRetryable whether the driver may send it again: it is a write with a transaction's number */
export function refusal(code: number, isRetryable: boolean): Doc {
  const codeName = STATE_CHANGES.get(code) ?? OTHERS.get(code) ?? 'InternalError';
  const isLabelled = isRetryable && STATE_CHANGES.has(code);
  return {
    ok: 0,
    errmsg: `the proxy says ${codeName}`,
    code: new Int32(code),
    codeName,
    ...(isLabelled ? { errorLabels: ['RetryableWriteError'] } : {}),
  };
}

/** What a reply carries where the write was done and not confirmed by the majority in time. */
export function unconfirmed(code = 64): Doc {
  return {
    code: new Int32(code),
    codeName: STATE_CHANGES.get(code) ?? OTHERS.get(code) ?? 'InternalError',
    errmsg: 'waiting for replication timed out',
    errInfo: { wtimeout: code === 64 },
  };
}

/** An upsert found nothing and, when it wrote, another's document was there. */
export function duplicateKey(namespace: string, indexName: string, keyValue: Doc): Doc {
  const keyPattern = Object.fromEntries(Object.keys(keyValue).map((field) => [field, new Int32(1)]));
  const key = JSON.stringify(keyValue);
  const errmsg = `E11000 duplicate key error collection: ${namespace} index: ${indexName} dup key: ${key}`;
  return { code: new Int32(11000), errmsg, keyPattern, keyValue };
}

/** A transaction was chosen to end a deadlock; PostgreSQL's 40P01, as DocumentDB hands it on. */
export const DEADLOCK_CODE = 16908292;

/** All of a command is refused for a deadlock. */
export function transactionConflict(): Doc {
  return {
    ok: 0,
    errmsg: 'deadlock detected',
    code: new Int32(112),
    codeName: 'WriteConflict',
    errorLabels: ['TransientTransactionError'],
  };
}
