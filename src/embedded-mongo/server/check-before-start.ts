import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_FILE } from '../data-file-damaged.js';
import { COMPACTING } from '../storage/copy-database.js';
import { checkDataFile } from '../storage/check-data-file.js';

/** Up to so many bytes a file is looked at whole at every start: that takes about 0.4 s (docs/performance.md). */
const SMALL_BYTES = 64 * 1024 * 1024;

/** Looks at a data file before LMDB opens it: a torn page would take the process down, and the next one, and so on. Whole where the file
 * is small, or where its last server died; else its heads and its catalogue.
 * @param hasDied whether the last server left its lock behind
 * @throws DataFileDamaged */
export function checkBeforeStart(dataDir: string, hasDied: boolean): void {
  // What a compaction that was killed has left.
  rmSync(join(dataDir, COMPACTING), { recursive: true, force: true });
  const bytes = statSync(join(dataDir, DATA_FILE), { throwIfNoEntry: false })?.size ?? 0;
  checkDataFile(dataDir, hasDied || bytes <= SMALL_BYTES ? 'pages' : 'heads');
}
