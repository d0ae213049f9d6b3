import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { expect } from 'vitest';
import { ClientLedger } from '../../recovery/support/client-ledger.js';
import { expectExact, untilQuiet } from '../../recovery/support/expect-exact.js';
import { storedEvents } from '../../recovery/support/exactness.js';
import { randomNumbers } from '../../recovery/support/figures.js';
import { type Database, Instance, lookInto } from '../../recovery/support/instance.js';
import { type Attempt, Load } from '../../recovery/support/load.js';
import { rollupMismatches } from '../../recovery/support/recount.js';
import { temporaryFolder } from '../../support/server-process.js';
import type { Behaviour } from '../proxy/behaviour.js';
import { startSet, type StartedSet } from '../proxy/started-set.js';

const QUIET_MS = 120_000;
const LEASE_MS = 1500;

/** A set, servers on it, their clients, and what these were told. */
export interface ClusterTrial extends StartedSet {
  readonly load: Load;
  readonly attempts: readonly Attempt[];
  readonly random: () => number;
  /** Whether the set is the proxy's, which races and counts. */
  readonly isProxied: boolean;
  /** The first server. */
  readonly instance: Instance;
  /** Another server on the same database. */
  another(env?: Readonly<Record<string, string>>): Instance;
  /** Waits until all work is done, and expects that nothing is lost, doubled, unlabelled or counted wrong.
   * @returns how many events are stored */
  expectExact(): Promise<number>;
  /** Waits until all work is done, and expects so many events, every one labelled, and every roll-up right. */
  expectStored(count: number): Promise<void>;
}

interface TrialOptions {
  readonly behaviour?: Partial<Behaviour>;
  readonly lagMs?: number;
  /** What the servers' address has beside the set's, `&w=1`. */
  readonly query?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const GIVEN = process.env['MONGO_URI'] ?? '';

/** Starts a set, or takes the one that MONGO_URI names and leaves the proxy alone; no server runs yet. */
export async function startClusterTrial(options: TrialOptions = {}): Promise<ClusterTrial> {
  const { behaviour = {}, lagMs, query = '', env = {} } = options;
  const started = await startSet({ behaviour, ...(lagMs === undefined ? {} : { lagMs }) });
  const folder = await temporaryFolder();
  const uri = GIVEN === '' ? `${started.set.uri}${query}` : GIVEN;
  // Past the proxy: what is stored, whatever the set shows.
  const storedUri = GIVEN === '' ? started.behindUri : GIVEN;
  const database = `cluster_${randomBytes(8).toString('hex')}`;
  const look = async <Found>(work: (db: Database) => Promise<Found>): Promise<Found> =>
    lookInto(storedUri, work, database);
  const random = randomNumbers(1);
  const instances: Instance[] = [];
  const another = (more: Readonly<Record<string, string>> = {}): Instance => {
    const own = { MONGO_URI: uri, LEASE_MS: String(LEASE_MS), ...UNLIMITED, ...env, ...more };
    const instance = new Instance({ folder: folder.path, env: { MONGO_DB_NAME: database, ...own } });
    instances.push(instance);
    return instance;
  };
  const instance = another();
  const ledger = new ClientLedger(path.join(folder.path, 'acknowledged.jsonl'));
  const attempts: Attempt[] = [];
  const load = new Load({
    target: () => instance.target(),
    ledger,
    random,
    onAttempt: (attempt) => attempts.push(attempt),
  });
  return {
    ...started,
    load,
    attempts,
    random,
    isProxied: GIVEN === '',
    instance,
    another,
    expectExact: async () => {
      await load.finish();
      expect(load.unexpected).toEqual([]);
      return look(async (db) => {
        await untilQuiet(db, QUIET_MS);
        return expectExact(db, ledger);
      });
    },
    expectStored: async (count) =>
      look(async (db) => {
        await untilQuiet(db, QUIET_MS);
        expect(await storedEvents(db)).toBe(count);
        expect(await rollupMismatches(db)).toBe(0);
        expect(await db.collection('ml_events').countDocuments({ riskLabel: { $exists: false } })).toBe(0);
      }),
    stop: async () => {
      for (const one of instances) await one.end('SIGKILL');
      await load.abandon();
      ledger.close();
      await look(async (db) => db.dropDatabase());
      await started.stop();
      await folder.remove();
    },
  };
}

const UNLIMITED = { ORG_BYTES_PER_SECOND: '1000000000', ORG_BURST_BYTES: '1000000000' };

/** @returns the lines of a server's log that say that something failed */
export function errorLines(output: string): string[] {
  return output.split('\n').filter((line) => /"level":(?:"(?:error|fatal)"|[56]0)/.test(line));
}

/** Prints a figure of the run: what docs/deploy-cluster.md publishes. */
export function report(name: string, figure: string): void {
  process.stdout.write(`[cluster] ${name}: ${figure}\n`);
}
