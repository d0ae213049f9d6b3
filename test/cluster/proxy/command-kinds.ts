import { type Doc, isPlainObject } from '../../../src/embedded-mongo/bson/bson.js';

const DROPPING: ReadonlySet<string> = new Set(['drop', 'dropDatabase']);
const WRITES: ReadonlySet<string> = new Set([
  'insert',
  'update',
  'delete',
  'findAndModify',
  'createIndexes',
  'dropIndexes',
  'create',
  'collMod',
  ...DROPPING,
]);
/** What every member answers, whatever its role. */
const ANYWHERE: ReadonlySet<string> = new Set(['ping', 'buildInfo', 'endSessions', 'killCursors', 'serverStatus']);

/** Whether a command changes something, so that only the primary takes it. */
export function isWrite(command: string): boolean {
  return WRITES.has(command);
}

/** Whether a command takes whole collections away. */
export function isDropping(command: string): boolean {
  return DROPPING.has(command);
}

/** Whether a read must be answered by the primary. */
export function pinsToPrimary(body: Doc): boolean {
  const [command = ''] = Object.keys(body);
  if (ANYWHERE.has(command)) return false;
  const preference = body['$readPreference'];
  return !isPlainObject(preference) || preference['mode'] === 'primary';
}
