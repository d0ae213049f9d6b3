import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDataFile } from '../../src/embedded-mongo/storage/check-data-file.js';
import { eventually } from '../support/poll.js';
import { temporaryFolder } from '../support/server-process.js';
import { DatabaseProcess } from './support/database-process.js';
import { randomNumbers, report } from './support/figures.js';
import { MixedLoad } from './support/mixed-load.js';
import { OPTIONS } from './support/options.js';

const WRITERS = 6;
/** Commands that are acknowledged before a kill, at most. */
const MOST_COMMANDS = 150;
const TIMEOUT_MS = 20_000;

describe('kill -9 of the embedded database under inserts, updates and deletes', () => {
  it(
    'loses nothing that was acknowledged, and leaves every index as its documents',
    async () => {
      const folder = await temporaryFolder();
      const dataDir = path.join(folder.path, 'data');
      const random = randomNumbers(OPTIONS.seed);
      const load = new MixedLoad(WRITERS, random);
      const [lost, checks] = [[] as string[], [] as number[]];
      let database = await DatabaseProcess.start(dataDir);
      for (let kill = 0; kill < OPTIONS.kills; kill++) {
        const writing = load.runUntilDeath(database.uri);
        const enough = load.acknowledged + 1 + random() * MOST_COMMANDS;
        await eventually(
          async () => load.acknowledged,
          (count) => count >= enough,
          TIMEOUT_MS,
        );
        await database.end();
        await writing;
        // Every page, every seal, and every index against its documents; throws where anything is wrong.
        checks.push(checkDataFile(dataDir, 'indexes')?.documents ?? 0);
        database = await DatabaseProcess.start(dataDir);
        lost.push(...(await load.losses(database.uri)));
      }
      await database.end();
      await folder.remove();
      expect(lost).toEqual([]);
      expect(load.acknowledged).toBeGreaterThan(OPTIONS.kills);
      const counts = `${load.acknowledged} commands acknowledged, ${lost.length} documents lost, 0 mismatches of indexes`;
      report('mixed kills', `${OPTIONS.kills} kills, ${counts}, seed ${OPTIONS.seed}`);
    },
    60_000 + OPTIONS.kills * TIMEOUT_MS,
  );
});
