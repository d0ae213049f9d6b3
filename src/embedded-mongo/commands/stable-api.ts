import { MongoError } from '../errors.js';
import type { Request } from '../wire/op-msg.js';

/** Commands of MongoDB's stable API, version 1, as far as they are here. */
const STABLE_COMMANDS: ReadonlySet<string> = new Set([
  'aggregate',
  'count',
  'create',
  'createIndexes',
  'delete',
  'drop',
  'dropDatabase',
  'dropIndexes',
  'endSessions',
  'find',
  'findAndModify',
  'getMore',
  'hello',
  'insert',
  'killCursors',
  'listCollections',
  'listDatabases',
  'listIndexes',
  'ping',
  'update',
]);

/** Refuses what a client that declares an API version must not be served.
 * @throws MongoError APIVersionError (322), APIStrictError (323), InvalidOptions (72) for a declaration without a version */
export function checkStableApi({ command, body }: Request): void {
  const { apiVersion, apiStrict, apiDeprecationErrors } = body;
  if (apiVersion === undefined) {
    if (apiStrict === undefined && apiDeprecationErrors === undefined) return;
    throw new MongoError(72, 'Provided apiStrict or apiDeprecationErrors without passing apiVersion');
  }
  if (apiVersion !== '1') throw new MongoError(322, `API version must be "1", not ${JSON.stringify(apiVersion)}`);
  if (apiStrict !== true || STABLE_COMMANDS.has(command)) return;
  throw new MongoError(323, `Provided apiStrict:true, but the command ${command} is not in API Version 1`);
}
