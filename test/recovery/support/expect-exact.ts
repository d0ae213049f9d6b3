import { isDeepStrictEqual } from 'node:util';
import { eventually } from '../../support/poll.js';
import type { ClientLedger } from './client-ledger.js';
import { ALL_ZERO, indexFaults, inspect, storedEvents, unfinished } from './exactness.js';
import type { Database } from './instance.js';

/** A worker that was overtaken may still touch what is done, and the clockwork goes on: what is read in several steps may not fit
 * together the first time. What is really wrong stays wrong. */
const SETTLED_MS = 60_000;

/** Waits until all work is done. */
export async function untilQuiet(database: Database, timeoutMs: number): Promise<void> {
  await eventually(
    async () => unfinished(database),
    (count) => count === 0,
    timeoutMs,
  );
}

/** Expects every count to be zero, and every index to agree with its documents.
 * @returns how many events are stored */
export async function expectExact(database: Database, ledger: ClientLedger): Promise<number> {
  await eventually(
    async () => inspect(database, ledger),
    (findings) => isDeepStrictEqual(findings, ALL_ZERO),
    SETTLED_MS,
  );
  await eventually(
    async () => indexFaults(database),
    (faults) => faults.length === 0,
    SETTLED_MS,
  );
  return storedEvents(database);
}
