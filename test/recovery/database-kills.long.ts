import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/poll.js';
import { temporaryFolder } from '../support/server-process.js';
import { ClientLedger } from './support/client-ledger.js';
import { DatabaseProcess } from './support/database-process.js';
import { expectExact, untilQuiet } from './support/expect-exact.js';
import { FaultyLine } from './support/faulty-line.js';
import { randomNumbers, report, spread } from './support/figures.js';
import { Instance, lookInto } from './support/instance.js';
import { Load } from './support/load.js';
import { OPTIONS } from './support/options.js';

const EARLIEST_KILL_MS = 100;
const LATEST_KILL_MS = 1500;
/** How long is waited for what must come, on a slow and busy machine too; how long it took is reported. */
const BACKLOG_MS = 180_000;
const ACKNOWLEDGED_AGAIN_MS = 60_000;

describe('kill -9 of the embedded database in a process of its own, under load', () => {
  const random = randomNumbers(OPTIONS.seed);
  const undoing: (() => Promise<void>)[] = [];
  let dataDir: string,
    database: DatabaseProcess,
    line: FaultyLine,
    instance: Instance,
    ledger: ClientLedger,
    load: Load;

  beforeAll(async () => {
    const folder = await temporaryFolder();
    undoing.push(folder.remove);
    dataDir = path.join(folder.path, 'shared');
    database = await DatabaseProcess.start(dataDir);
    undoing.push(async () => database.end());
    line = await FaultyLine.start(database.uri, random);
    undoing.push(async () => line.stop());
    const env = { MONGO_URI: line.uri, LEASE_MS: String(OPTIONS.leaseMs), ORG_BYTES_PER_SECOND: '1000000000' };
    instance = new Instance({ folder: folder.path, env });
    undoing.push(async () => void (await instance.end('SIGKILL')));
    await instance.start();
    ledger = new ClientLedger(path.join(folder.path, 'acknowledged.jsonl'));
    load = new Load({ target: () => instance.target(), ledger, random });
    undoing.push(
      async () => ledger.close(),
      async () => load.abandon(),
    );
  });
  afterAll(async () => {
    for (const undo of undoing.toReversed()) await undo();
  });

  it(
    'loses nothing that was acknowledged, and leaves every index as its documents',
    async () => {
      const acknowledgedAgainMs: number[] = [];
      load.start(2);
      for (let kill = 0; kill < OPTIONS.kills; kill++) {
        await setTimeout(EARLIEST_KILL_MS + random() * (LATEST_KILL_MS - EARLIEST_KILL_MS));
        await database.end();
        database = await DatabaseProcess.start(dataDir);
        line.moveTo(database.uri);
        const [before, upMs] = [ledger.batches().length, performance.now()];
        await eventually(
          async () => ledger.batches().length,
          (count) => count > before,
          ACKNOWLEDGED_AGAIN_MS,
        );
        acknowledgedAgainMs.push(performance.now() - upMs);
      }
      await load.finish();
      await lookInto(database.uri, async (db) => {
        await untilQuiet(db, BACKLOG_MS);
        const events = await expectExact(db, ledger);
        report('kills of the database', `${OPTIONS.kills} kills, ${events} events, all counts zero`);
      });
      expect(load.unexpected).toEqual([]);
      report('database up to first 2xx', spread(acknowledgedAgainMs));
    },
    2 * BACKLOG_MS + OPTIONS.kills * ACKNOWLEDGED_AGAIN_MS,
  );
});
