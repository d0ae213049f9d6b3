import { compactDatabase } from './embedded-mongo/compact.js';
import { BackupRefused } from './platform/backup/backup-errors.js';
import { loadConfigFromProcess } from './platform/config/load-config.js';
import { type Progress, progressOf } from './progress.setup.js';

/** Gives the room back that deleted documents left in the file of the embedded database. */
export async function compact({ json }: { json?: boolean }): Promise<void> {
  const { mongoUri, dataDir } = loadConfigFromProcess();
  if (mongoUri !== undefined)
    throw new BackupRefused('MONGO_URI is set: a MongoDB gives room back by its own command "compact".');
  let progress: Progress | undefined;
  const done = await compactDatabase(dataDir, (documents, total) => {
    progress ??= progressOf('Copying', total, 'documents');
    progress.show(documents);
  });
  progress?.end();
  const { bytesBefore, bytesAfter, documents } = done;
  const text = `${bytesBefore} bytes before, ${bytesAfter} after: ${documents} documents`;
  process.stdout.write(`${json === true ? JSON.stringify(done) : text}\n`);
}
