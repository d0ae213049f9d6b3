import { chmodSync, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Other users can read or enter the data directory, in which everything of every organization lies. */
export class DataDirectoryOpen extends Error {
  readonly code = 'DATA_DIRECTORY_OPEN';
  /** @param problem what is wrong and the command that mends it, to be read behind the directory's name */
  constructor(
    readonly directory: string,
    readonly problem: string,
  ) {
    super(`${directory} ${problem}`);
  }
}

/** What came of looking at a data directory. */
export interface DirectoryState {
  /** Whether nobody but this user (and root) can enter it. */
  readonly isPrivate: boolean;
  /** What was changed, or what is wrong and couldn't be changed; to be logged. */
  readonly notice?: string;
}

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS = 0o077;
const ROOT = 0;
/** For whoever may not do that, as with volumes that are mounted with modes of their own. */
const OR_ELSE = 'or set DATA_DIR to a folder that is not there yet';
/** Files of ours. Whatever else somebody keeps in the directory is theirs to protect. */
const OWN_FILES = /^(data\.mdb|lock\.mdb|embedded-mongo\.lock.*)$/;

/** Makes a data directory that only its owner can enter, or sees to it that one which is there is like that, and that
 * its files are for their owner alone, whatever the umask says. Does nothing where the system has no modes (Windows).
 * @param isStrict refuses a directory that is open to others, instead of closing it
 * @throws DataDirectoryOpen where `isStrict`; what the system says where the directory can't be made */
export function keepPrivate(dataDir: string, { isStrict }: { readonly isStrict: boolean }): DirectoryState {
  mkdirSync(dataDir, { recursive: true, mode: DIRECTORY_MODE });
  if (process.platform === 'win32') return { isPrivate: false };
  const problem = problemOf(dataDir);
  if (problem !== undefined && isStrict) throw new DataDirectoryOpen(resolve(dataDir), problem);
  if (problem !== undefined) attempt(() => chmodSync(dataDir, DIRECTORY_MODE));
  closeFiles(dataDir);
  if (problem === undefined) return { isPrivate: true };
  const left = problemOf(dataDir);
  if (left !== undefined) return { isPrivate: false, notice: `${resolve(dataDir)} ${left}` };
  return { isPrivate: true, notice: `${resolve(dataDir)} was open to other users: its mode is 0700 now` };
}

/** Whether nobody but this user (and root) can enter a directory. Always false where the system has no modes. */
export function isPrivateDirectory(dataDir: string): boolean {
  return process.platform !== 'win32' && problemOf(dataDir) === undefined;
}

/** What lets others into a directory, and what to do about it. */
function problemOf(dataDir: string): string | undefined {
  const directory = statSync(dataDir);
  const path = quoted(resolve(dataDir));
  // Whoever owns a symbolic link decides where it leads tomorrow.
  const stranger = [lstatSync(dataDir), directory].find(({ uid }) => !isTrusted(uid));
  if (stranger !== undefined) {
    const command = `chown -hR ${process.geteuid?.()} ${path}`;
    return `belongs to another user (id ${stranger.uid}): run "${command}" as root, ${OR_ELSE}`;
  }
  if ((directory.mode & OTHERS) === 0) return undefined;
  const mode = (directory.mode & 0o777).toString(8).padStart(4, '0');
  return `can be entered by other users (mode ${mode}): run "chmod -R go-rwx ${path}", ${OR_ELSE}`;
}

function isTrusted(uid: number): boolean {
  return uid === process.geteuid?.() || uid === ROOT;
}

function closeFiles(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    const path = join(dataDir, name);
    if (OWN_FILES.test(name) && isOpenFile(path)) attempt(() => chmodSync(path, FILE_MODE));
  }
}

function isOpenFile(path: string): boolean {
  const found: Stats | undefined = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && (found.mode & OTHERS) !== 0;
}

/** Files of another user, and file systems that keep no modes, stay as they are: the directory is looked at again
 * afterwards. */
function attempt(change: () => void): void {
  try {
    change();
  } catch {
    return;
  }
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
