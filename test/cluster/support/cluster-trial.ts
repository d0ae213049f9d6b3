import path from 'node:path';
import { expect } from 'vitest';
import { ClientLedger } from '../../recovery/support/client-ledger.js';
import { expectExact, untilQuiet } from '../../recovery/support/expect-exact.js';
import { storedEvents } from '../../recovery/support/exactness.js';
import { randomNumbers } from '../../recovery/support/figures.js';
import { Instance, lookInto } from '../../recovery/support/instance.js';
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

/** Starts a set; no server runs yet. */
export async function startClusterTrial(options: TrialOptions = {}): Promise<ClusterTrial> {
  const { behaviour = {}, lagMs, query = '', env = {} } = options;
  const started = await startSet({ behaviour, ...(lagMs === undefined ? {} : { lagMs }) });
  const folder = await temporaryFolder();
  const random = randomNumbers(1);
  const instances: Instance[] = [];
  const another = (more: Readonly<Record<string, string>> = {}): Instance => {
    const own = { MONGO_URI: `${started.set.uri}${query}`, LEASE_MS: String(LEASE_MS), ...UNLIMITED, ...env, ...more };
    const instance = new Instance({ folder: folder.path, env: { MONGO_DB_NAME: 'aegisai', ...own } });
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
    instance,
    another,
    expectExact: async () => {
      await load.finish();
      expect(load.unexpected).toEqual([]);
      // Past the proxy: what is stored, whatever the set shows.
      return lookInto(started.behindUri, async (database) => {
        await untilQuiet(database, QUIET_MS);
        return expectExact(database, ledger);
      });
    },
    expectStored: async (count) =>
      lookInto(started.behindUri, async (database) => {
        await untilQuiet(database, QUIET_MS);
        expect(await storedEvents(database)).toBe(count);
        expect(await rollupMismatches(database)).toBe(0);
        expect(await database.collection('ml_events').countDocuments({ riskLabel: { $exists: false } })).toBe(0);
      }),
    stop: async () => {
      for (const one of instances) await one.end('SIGKILL');
      await load.abandon();
      ledger.close();
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
