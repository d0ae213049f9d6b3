import { DataFileDamaged } from '../data-file-damaged.js';
import { MongoError } from '../errors.js';

/** What LMDB says where the file can't grow. A disk that fills up while it is being written to is an input/output error to it. */
const NO_ROOM = /no space left|input\/output error|file too large|quota exceeded/i;

/** What went wrong in the storage, as MongoDB would answer it; undefined for everything else. */
export function storageError(error: unknown): MongoError | undefined {
  if (error instanceof DataFileDamaged) return new MongoError(1, error.message);
  if (!(error instanceof Error) || !NO_ROOM.test(error.message)) return undefined;
  return new MongoError(
    14031,
    `The disk of the data directory is full or cannot be written (${error.message}): the write was not acknowledged, and ` +
      'everything that was acknowledged is kept. Make room; no restart is needed.',
  );
}
