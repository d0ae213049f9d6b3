import { type Doc, getField, isPlainObject, numberOf } from '../bson/bson.js';
import { MongoError, unsupported } from '../errors.js';
import type { Request } from '../wire/op-msg.js';

/** Fields of any command that change nothing on a single, always durable server. */
const HARMLESS: ReadonlySet<string> = new Set([
  'lsid',
  '$db',
  '$clusterTime',
  '$readPreference',
  'comment',
  'maxTimeMS',
  'maxTimeMSOpOnly',
  'bypassDocumentValidation',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
]);
const READ_LEVELS: ReadonlySet<unknown> = new Set([undefined, 'local', 'available', 'majority', 'linearizable']);

/** Refuses every option that this server would otherwise ignore.
 * @param allowed what the command itself looks at */
export function checkOptions({ command, body }: Request, allowed: readonly string[]): void {
  for (const [name, value] of Object.entries(body)) {
    if (name === command || HARMLESS.has(name) || allowed.includes(name)) continue;
    checkOption(name, value, command);
  }
}

function checkOption(name: string, value: unknown, command: string): void {
  switch (name) {
    case 'readConcern':
      if (isPlainObject(value) && READ_LEVELS.has(value['level'])) return;
      throw unsupported(`Read concern ${JSON.stringify(value)}`, 115);
    case 'writeConcern':
      return checkWriteConcern(value);
    case 'txnNumber':
    case 'startTransaction':
    case 'autocommit':
      throw unsupported('A transaction', 115);
    case 'let':
      if (isPlainObject(value) && Object.keys(value).length === 0) return;
      break;
    case 'collation':
      if (isPlainObject(value) && value['locale'] === 'simple') return;
      break;
    default:
      if (value === false || value === undefined) return;
  }
  throw unsupported(`The option ${name} of ${command}`, 115);
}

function checkWriteConcern(value: unknown): void {
  const w = isPlainObject(value) ? value['w'] : undefined;
  if (w === undefined || w === 'majority') return;
  if (typeof w === 'string') throw unsupported(`Write concern ${w}`, 115);
  if (Number(w) > 1) throw new MongoError(2, "cannot use 'w' > 1 when a host is not replicated");
}

/** A numeric option. @returns undefined where it isn't given @throws MongoError where it is no number or negative */
export function numberOption(body: Doc, name: string): number | undefined {
  const value = getField(body, name);
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'object' || typeof value === 'number' ? numberOf(value) : NaN;
  if (Number.isNaN(number)) throw new MongoError(14, `BSON field '${name}' is the wrong type, expected a number`);
  if (number < 0) throw new MongoError(51024, `BSON field '${name}' value must be >= 0, actual value '${number}'`);
  return Math.trunc(number);
}

/** A document option; an empty one where it isn't given. @throws MongoError TypeMismatch for anything else */
export function documentOption(body: Doc, name: string): Doc {
  const value = getField(body, name);
  if (value === undefined || value === null) return {};
  if (!isPlainObject(value)) throw new MongoError(14, `BSON field '${name}' is the wrong type, expected an object`);
  return value;
}

/** The collection that a command names. @throws MongoError InvalidNamespace (73) */
export function collectionName({ command, body }: Request): string {
  const name = body[command];
  if (typeof name !== 'string' || name === '' || name.includes('\0') || name.includes('$') || name.startsWith('.')) {
    throw new MongoError(73, `Invalid collection name: ${String(name)}`);
  }
  return name;
}

/** When a command must be done, on the clock of `performance.now()`. */
export function deadlineOf(body: Doc): { deadlineMs?: number } {
  const maxTimeMs = numberOption(body, 'maxTimeMS') ?? 0;
  return maxTimeMs > 0 ? { deadlineMs: performance.now() + maxTimeMs } : {};
}
