import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/server-process.js';
import { ClientLedger } from './support/client-ledger.js';
import { DatabaseProcess } from './support/database-process.js';
import { expectExact, untilQuiet } from './support/expect-exact.js';
import { randomNumbers, report } from './support/figures.js';
import { Instance, lookInto } from './support/instance.js';
import { Load } from './support/load.js';
import { OPTIONS } from './support/options.js';

const HOUR_MS = 3_600_000;
const BACKLOG_MS = 180_000;
const WORK_MS = 2000;

describe('two replicas on one database', () => {
  const random = randomNumbers(OPTIONS.seed);
  const undoing: (() => Promise<void>)[] = [];
  let folder: string, database: DatabaseProcess, ledger: ClientLedger;

  beforeEach(async () => {
    const temporary = await temporaryFolder();
    folder = temporary.path;
    undoing.push(temporary.remove);
    database = await DatabaseProcess.start(path.join(folder, 'shared'));
    undoing.push(async () => database.end());
    ledger = new ClientLedger(path.join(folder, 'acknowledged.jsonl'));
    undoing.push(async () => ledger.close());
  });
  afterEach(async () => {
    for (const undo of undoing.splice(0).toReversed()) await undo();
  });

  async function replica(env: Readonly<Record<string, string>> = {}): Promise<{ instance: Instance; load: Load }> {
    const lease = { LEASE_MS: String(OPTIONS.leaseMs), ORG_BYTES_PER_SECOND: '1000000000' };
    const instance = new Instance({ folder, env: { MONGO_URI: database.uri, ...lease, ...env } });
    undoing.push(async () => void (await instance.end('SIGKILL')));
    await instance.start();
    const load = new Load({ target: () => instance.target(), ledger, random });
    undoing.push(async () => load.abandon());
    return { instance, load };
  }

  async function expectAllExact(loads: readonly Load[]): Promise<number> {
    for (const load of loads) {
      await load.finish();
      expect(load.unexpected).toEqual([]);
    }
    return lookInto(database.uri, async (db) => {
      await untilQuiet(db, BACKLOG_MS);
      return expectExact(db, ledger);
    });
  }

  it('do everything once when one of them is stopped in mid-work for longer than its leases, and wakes up', async () => {
    const [stopped, running] = [await replica(), await replica()];
    const pauseMs = 2 * OPTIONS.leaseMs + OPTIONS.outageSeconds * 1000;
    stopped.load.start(3);
    running.load.start(1);
    for (let round = 0; round < 3; round++) {
      await setTimeout(WORK_MS * (0.5 + random()));
      stopped.instance.signal('SIGSTOP');
      await setTimeout(pauseMs / 3);
      stopped.instance.signal('SIGCONT');
    }
    stopped.instance.signal('SIGSTOP');
    await setTimeout(pauseMs);
    stopped.instance.signal('SIGCONT');
    const events = await expectAllExact([stopped.load, running.load]);
    report('two replicas, one stopped', `${(pauseMs / 1000).toFixed(0)} s, ${events} events, all counts zero`);
  }, 600_000);

  it('do everything once when one of them is held up at each step of its work until its leases are lost', async () => {
    const running = await replica();
    for (const seam of ['accept.inserted', 'work.labelled', 'work.alerted', 'work.bumped', 'rollup.read'] as const) {
      const held = await replica({ AEGIS_FAILPOINTS: `${seam}=pause@4` });
      held.load.start(2);
      running.load.start(1);
      await setTimeout(WORK_MS + 2 * OPTIONS.leaseMs);
      held.load.pause();
      running.load.pause();
      await held.instance.end('SIGKILL');
      // What it had not acknowledged its clients bring to the other.
      held.load.moveTo(() => running.instance.target());
      await held.load.finish();
      await expectAllExact([held.load, running.load]);
    }
    report(
      'two replicas, one held up at five seams',
      `${await expectAllExact([running.load])} events, all counts zero`,
    );
  }, 600_000);

  it.each([HOUR_MS, -HOUR_MS])(
    'do everything once when the clock of one is off by %d ms',
    async (offMs) => {
      const preload = path.join(import.meta.dirname, 'support', 'shifted-clock.mjs');
      const right = await replica();
      // Its events happen at its own time: an hour ahead is within what it takes for now.
      const wrong = await replica({ NODE_OPTIONS: `--import ${preload}`, CLOCK_OFF_MS: String(offMs) });
      right.load.start(2);
      wrong.load.start(2);
      await setTimeout(WORK_MS);
      await wrong.instance.end('SIGKILL');
      await wrong.instance.start();
      await setTimeout(WORK_MS);
      await right.instance.end('SIGKILL');
      await right.instance.start();
      const events = await expectAllExact([right.load, wrong.load]);
      report('two replicas, a clock off by an hour', `${events} events, all counts zero`);
    },
    300_000,
  );
});
