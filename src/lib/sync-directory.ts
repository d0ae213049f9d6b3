import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Has the names in a directory written to disk: a file that was renamed is under its new name after a power loss, too.
 * @throws what the system says */
export function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
