import { statSync } from 'node:fs';
import { loadConfigFromProcess } from './platform/config/load-config.js';
import { openForRestore, openSource } from './platform/backup/open-database.js';
import type { BackupContents } from './platform/backup/fill-database.js';
import { checkBackup, restoreBackup, type RestoreStep } from './platform/backup/restore-backup.js';
import { writeBackup } from './platform/backup/write-backup.js';
import { type Progress, progressOf } from './progress.setup.js';

/** Writes the whole database into a file. */
export async function backup(file: string, options: { json?: boolean }): Promise<void> {
  const config = loadConfigFromProcess();
  const source = await openSource(config);
  const total = source.collections.reduce((sum, { documents }) => sum + documents, 0);
  const progress = progressOf('Backing up', total, 'documents');
  try {
    const onProgress = (documents: number): void => progress.show(documents);
    const found = await writeBackup(source, { file, database: config.mongoDbName, now: new Date(), onProgress });
    progress.end();
    const { bytes } = found;
    const { consistency } = source;
    const summary = summaryOf(found);
    const moment = consistency === 'snapshot' ? 'as they were at one moment' : 'one collection after the other';
    print(options, `${summary.text}, ${moment}\n${bytes} bytes in ${file}`, {
      file,
      bytes,
      consistency,
      ...summary.json,
    });
  } finally {
    await source.close();
  }
}

/** Puts a backup into an empty database. */
export async function restore(file: string, options: { json?: boolean; drop?: boolean }): Promise<void> {
  const config = loadConfigFromProcess();
  const contents = await checked(file);
  const { db, close, openScratch } = await openForRestore(config);
  const summary = summaryOf(contents);
  const progress = progressBySteps(summary.json.documents);
  try {
    const { onProgress } = progress;
    await restoreBackup(db, { file, contents, isDrop: options.drop === true, openScratch, onProgress });
    progress.end();
    print(options, `${summary.text}, restored into ${db.databaseName}`, { database: db.databaseName, ...summary.json });
  } finally {
    await close();
  }
}

/** A bar for each step of a restore. */
function progressBySteps(total: number): {
  readonly onProgress: (step: RestoreStep, documents: number) => void;
  readonly end: () => void;
} {
  const current: { step?: RestoreStep; bar?: Progress } = {};
  return {
    onProgress: (step, documents) => {
      if (step !== current.step) {
        current.bar?.end();
        current.bar = progressOf(step === 'rehearsal' ? 'Trying the file out' : 'Restoring', total, 'documents');
        current.step = step;
      }
      current.bar?.show(documents);
    },
    end: () => current.bar?.end(),
  };
}

/** Reads the whole file before anything is written: what can't be restored must not cost what is there. */
async function checked(file: string): Promise<BackupContents> {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const progress = progressOf('Checking the file', size, 'bytes');
  const contents = await checkBackup(file, (bytes) => progress.show(bytes));
  progress.end();
  return contents;
}

function summaryOf({ counts, sha256 }: Pick<BackupContents, 'counts' | 'sha256'>) {
  const collections = Object.keys(counts).length;
  const documents = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { text: `${documents} documents of ${collections} collections`, json: { collections, documents, sha256 } };
}

function print({ json }: { json?: boolean }, text: string, answer: object): void {
  process.stdout.write(`${json === true ? JSON.stringify(answer) : text}\n`);
}
