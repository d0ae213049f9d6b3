import type { mongo } from 'mongoose';
import { ConfigError } from '../config/config-error.js';
import { isDatabaseAway, isWriteConflict } from '../errors/database-faults.js';
import { ENGINE_NEEDS, type EngineNeed, type Probe } from './engine-needs.js';

/** Where it is tried: one document, which stays. */
const PROBE_COLLECTION = 'engine_check';

/** Asks the engine behind `MONGO_URI` for all that is needed of it, before anything relies on it.
 * @param needs what is asked for, in order
 * @throws ConfigError (exit code 78) naming what it lacks; what the driver throws where it is away */
export async function checkEngine(db: mongo.Db, needs: readonly EngineNeed[] = ENGINE_NEEDS): Promise<void> {
  const probe = db.collection<Probe>(PROBE_COLLECTION);
  const lacking: string[] = [];
  for (const { name, attempt } of needs) {
    const refusal = await refusalOf(async () => attempt(probe));
    if (refusal !== null) lacking.push(`${name}${hintOf(refusal)}`);
  }
  if (lacking.length === 0) return;
  const problem = `leads to an engine that can't do what is needed: ${lacking.join('; ')}`;
  throw new ConfigError([{ variable: 'MONGO_URI', problem }]);
}

/** Unauthorized, AuthenticationFailed: no word on what the engine can do. DuplicateKey: another process was as fast. */
const OTHER_CODES: ReadonlySet<unknown> = new Set([13, 18]);
const FASTER_CODES: ReadonlySet<unknown> = new Set([11_000]);

async function refusalOf(attempt: () => Promise<unknown>): Promise<Error | null> {
  try {
    await attempt();
    return null;
  } catch (error) {
    if (!(error instanceof Error) || isDatabaseAway(error)) throw error;
    const code: unknown = Reflect.get(error, 'code');
    if (OTHER_CODES.has(code)) throw error;
    return isWriteConflict(error) || FASTER_CODES.has(code) ? null : error;
  }
}

/** What to do about refusals of services that are known. */
function hintOf({ message }: Error): string {
  if (/retryable write/i.test(message))
    return ' (it refuses retryable writes: Amazon DocumentDB is reached by its own name and with retryWrites=false)';
  if (/Request rate is large|cosmos/i.test(message))
    return ' (Azure Cosmos DB by request units is not supported; its vCore, Azure DocumentDB, is)';
  return '';
}
