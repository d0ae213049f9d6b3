import { randomBytes } from 'node:crypto';
import type { mongo } from 'mongoose';
import { ConfigError } from '../config/config-error.js';
import { isDatabaseAway, isWriteConflict } from '../errors/database-faults.js';
import { ENGINE_NEEDS, type EngineNeed, type Probe } from './engine-needs.js';

/** Where it is tried: a collection of each process' own, gone afterwards. */
const PROBE_PREFIX = 'engine_check_';

/** Asks the engine behind `MONGO_URI` for all that is needed of it, before anything relies on it.
 * @param needs what is asked for, in order
 * @throws ConfigError (exit code 78) naming what it lacks; what the driver throws where it is away */
export async function checkEngine(db: mongo.Db, needs: readonly EngineNeed[] = ENGINE_NEEDS): Promise<void> {
  const probe = db.collection<Probe>(PROBE_PREFIX + randomBytes(6).toString('hex'));
  const lacking: string[] = [];
  try {
    for (const { name, attempt } of needs) {
      const refusal = await refusalOf(async () => attempt(probe));
      if (refusal !== null) lacking.push(`${name}${hintOf(refusal)}`);
    }
  } finally {
    // What it leaves behind harms nobody, and must not hide what was thrown.
    await probe.drop().catch(() => undefined);
  }
  if (lacking.length === 0) return;
  const problem = `leads to an engine that can't do what is needed: ${lacking.join('; ')}`;
  throw new ConfigError([{ variable: 'MONGO_URI', problem }]);
}

/** Unauthorized, AuthenticationFailed: no word on what the engine can do. */
const OTHER_CODES: ReadonlySet<unknown> = new Set([13, 18]);

async function refusalOf(attempt: () => Promise<unknown>): Promise<Error | null> {
  try {
    await attempt();
    return null;
  } catch (error) {
    if (!(error instanceof Error) || isDatabaseAway(error)) throw error;
    if (OTHER_CODES.has(Reflect.get(error, 'code'))) throw error;
    return isWriteConflict(error) ? null : error;
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
