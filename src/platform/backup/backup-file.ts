import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { syncDirectory } from '../../lib/sync-directory.js';
import { BackupRefused, DamagedBackup } from './backup-errors.js';
import { type Frame, FrameReader } from './backup-frames.js';

/** Fast: the disk, and not the processor, should be what a backup waits for. */
const GZIP_LEVEL = 3;
/** Backups hold everything, hashes of secrets among it. */
const OWNER_ONLY = 0o600;

/** Writes a file that is there whole or not at all: under another name first, then on disk, then renamed.
 * @param file where to; one that is there is replaced
 * @returns bytes of it */
export async function writeBackupFile(file: string, parts: AsyncIterable<Buffer>): Promise<number> {
  const partial = `${file}.partial-${randomBytes(8).toString('hex')}`;
  try {
    // `wx`: into no file that somebody else has put there.
    const stream = createWriteStream(partial, { mode: OWNER_ONLY, flags: 'wx', flush: true });
    await pipeline(Readable.from(parts, { objectMode: false }), createGzip({ level: GZIP_LEVEL }), stream);
    const { size } = await stat(partial);
    await rename(partial, file);
    syncDirectory(path.dirname(file));
    return size;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Reads a backup part by part and holds it against its end.
 * @param onBytes told how many bytes of the file have been read
 * @throws DamagedBackup, BackupRefused where there is no such file */
export async function* readBackupFile(file: string, onBytes?: (bytes: number) => void): AsyncGenerator<Frame, void> {
  const reader = new FrameReader();
  const source = createReadStream(file, { highWaterMark: 256 * 1024 });
  const plain = createGunzip();
  source.on('error', (error) => plain.destroy(error)).pipe(plain);
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      yield* reader.push(chunk);
      onBytes?.(source.bytesRead);
    }
  } catch (error) {
    throw readable(error, file);
  } finally {
    source.destroy();
    plain.destroy();
  }
  reader.finish();
}

/** What gzip or the system says, in words for the operator. */
function readable(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR') return new DamagedBackup('it is cut: its end is missing', { cause: error });
  if (code === 'Z_DATA_ERROR') {
    const isForeign = (error as Error).message === 'incorrect header check';
    return new DamagedBackup(isForeign ? 'it is not a backup of AegisAI' : 'it was changed', { cause: error });
  }
  if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES')
    return new BackupRefused(`${file} cannot be read`, { cause: error });
  return error;
}
