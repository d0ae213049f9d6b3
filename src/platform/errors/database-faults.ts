import { DUPLICATE_KEY } from './duplicate-key.js';

/** Codes by which an engine says that two writes met and this one was undone: MongoDB's WriteConflict and
 * NoSuchTransaction; of engines on PostgreSQL, whose codes are SQL states packed into a number, deadlock (40P01),
 * failed serialization (40001) and a lock that could not be had (55P03). */
const CONFLICTS: ReadonlySet<unknown> = new Set([112, 251, 16_908_292, 16_777_220, 50_463_045]);

/** Codes by which a server says that it isn't the primary now, is ending, or can't be sure of a majority in time:
 * HostUnreachable, HostNotFound, WriteConcernFailed, NetworkTimeout, ShutdownInProgress, UnsatisfiableWriteConcern,
 * FailedToSatisfyReadPreference, ReadConcernMajorityNotAvailableYet, PrimarySteppedDown, ExceededTimeLimit,
 * ConnectionPoolExpired, SocketException, NotWritablePrimary, InterruptedAtShutdown, InterruptedDueToReplStateChange,
 * NotPrimaryNoSecondaryOk, NotPrimaryOrSecondary. */
const AWAY: ReadonlySet<unknown> = new Set([
  6, 7, 64, 89, 91, 100, 133, 134, 189, 262, 317, 9001, 10_107, 11_600, 11_602, 13_435, 13_436,
]);

/** What a server says when a query took longer than its `maxTimeMS`. */
const MAX_TIME_EXPIRED = 50;

/** Labels that the driver or the server put on an error of the same two kinds. */
const CONFLICT_LABEL = 'TransientTransactionError';
const AWAY_LABEL = 'RetryableWriteError';

/** Names of driver errors that mean "no database now" and not "a faulty query". */
const AWAY_NAMES =
  /^(MongooseError$|MongoExpiredSession|MongoWriteConcern|(Mongo|Mongoose)?(Network|ServerSelection|NotConnected|Topology|Pool|WaitQueue|OperationTimeout|ServerClosed|ClientClosed|UnexpectedServerResponse))/;

/** Codes of a socket's own errors, which the driver passes on as they are where it was just writing. */
const SOCKET_BROKEN: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ERR_STREAM_DESTROYED']);

/** @returns whether two writes met, and the one that an error of the driver is about was undone: repeated, it goes
 * well. Of a bulk write that is so where nothing else was refused, but for documents that are there already */
export function isWriteConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const refused = refusedCodes(error);
  if (refused.length === 0) return CONFLICTS.has(codeOf(error)) || hasLabel(error, CONFLICT_LABEL);
  const others = refused.filter((code) => code !== DUPLICATE_KEY);
  return others.length > 0 && others.every((code) => CONFLICTS.has(code));
}

/** @returns whether an error of the driver says that there is no database to write to now */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error) || isWriteConflict(error)) return false;
  if (AWAY_NAMES.test(error.name) || SOCKET_BROKEN.has(codeOf(error))) return true;
  if (isOfServer(error) && (AWAY.has(codeOf(error)) || hasLabel(error, AWAY_LABEL))) return true;
  if (error.name !== 'MongoBulkWriteError') return false;
  const refused = refusedCodes(error);
  // Without a word on any of its documents it lost its connection, or their majority.
  return refused.length === 0 || refused.some((code) => AWAY.has(code));
}

/** @returns whether an error of the driver says that the database took longer than was allowed */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof Error && isOfServer(error) && codeOf(error) === MAX_TIME_EXPIRED;
}

/** @returns the codes of what a bulk write was refused; none where it failed as a whole, or isn't one */
export function refusedCodes(error: Error): readonly unknown[] {
  const refused: unknown = Reflect.get(error, 'writeErrors');
  const list: readonly unknown[] = Array.isArray(refused) ? refused : refused === undefined ? [] : [refused];
  return list.map((one) => (typeof one === 'object' && one !== null ? Reflect.get(one, 'code') : undefined));
}

function isOfServer(error: Error): boolean {
  return error.name === 'MongoServerError' || error.name === 'MongoBulkWriteError';
}

function codeOf(error: Error): unknown {
  return Reflect.get(error, 'code');
}

function hasLabel(error: Error, label: string): boolean {
  const has: unknown = Reflect.get(error, 'hasErrorLabel');
  return typeof has === 'function' && has.call(error, label) === true;
}
