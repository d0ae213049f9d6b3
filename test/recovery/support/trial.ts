import path from 'node:path';
import { expect } from 'vitest';
import { temporaryFolder } from '../../support/server-process.js';
import { ClientLedger } from './client-ledger.js';
import { expectExact, untilQuiet } from './expect-exact.js';
import { randomNumbers } from './figures.js';
import { Instance } from './instance.js';
import { Load } from './load.js';
import { OPTIONS } from './options.js';

const QUIET_MS = 180_000;

/** A server, its clients, and what these were told. */
export interface Trial {
  readonly folder: string;
  readonly instance: Instance;
  readonly ledger: ClientLedger;
  readonly load: Load;
  readonly random: () => number;
  /** Waits until every batch that was begun is acknowledged, and all work is done. */
  quiet(): Promise<void>;
  /** Waits for quiet and expects every count to be zero, and every index to agree with its documents.
   * @returns how many events are stored */
  expectExact(): Promise<number>;
  /** Ends the server and removes everything. */
  remove(): Promise<void>;
}

/** @param env of the server, beside a short lease */
export async function startTrial(env: Readonly<Record<string, string>> = {}): Promise<Trial> {
  const folder = await temporaryFolder();
  const random = randomNumbers(OPTIONS.seed);
  const instance = new Instance({
    folder: folder.path,
    env: {
      LEASE_MS: String(OPTIONS.leaseMs),
      ORG_BYTES_PER_SECOND: '1000000000',
      ORG_BURST_BYTES: '1000000000',
      ...env,
    },
  });
  const ledger = new ClientLedger(path.join(folder.path, 'acknowledged.jsonl'));
  const load = new Load({ target: () => instance.target(), ledger, random });
  const quiet = async (): Promise<void> => {
    await load.finish();
    await instance.look(async (database) => untilQuiet(database, QUIET_MS + OPTIONS.leaseMs));
  };
  return {
    folder: folder.path,
    instance,
    ledger,
    load,
    random,
    quiet,
    expectExact: async () => {
      await quiet();
      expect(load.unexpected).toEqual([]);
      return instance.look(async (database) => expectExact(database, ledger));
    },
    remove: async () => {
      await instance.end('SIGKILL');
      await load.abandon();
      ledger.close();
      await folder.remove();
    },
  };
}
