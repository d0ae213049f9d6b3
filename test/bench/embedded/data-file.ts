import { statSync } from 'node:fs';
import path from 'node:path';
import { DATA_FILE } from '../../../src/embedded-mongo/data-file-damaged.js';
import { checkDataFile, type CheckLevel } from '../../../src/embedded-mongo/storage/check-data-file.js';
import { insertsPerSecond } from './operations.js';
import { embedded } from './servers.js';

/** What it takes to look at a data file. */
interface Look {
  readonly level: CheckLevel;
  readonly bytes: number;
  readonly ms: number;
}

/** Looks at the data file of a server that has ended, at each level.
 * @param batches of 1,000 events that are in it */
export async function looks(batches: number): Promise<Look[]> {
  const server = await embedded();
  await insertsPerSecond(server, batches);
  return server.stopped((dataDir) => {
    const { size: bytes } = statSync(path.join(dataDir, DATA_FILE));
    return (['heads', 'pages', 'indexes'] as const).map((level) => {
      const startedMs = performance.now();
      checkDataFile(dataDir, level);
      return { level, bytes, ms: performance.now() - startedMs };
    });
  });
}
