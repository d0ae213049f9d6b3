import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { addressOf } from './server/address.js';
import { isOwnerAnswering } from './server/probe.js';

/** Who serves a data directory. */
export interface Owner {
  /** Process id. */
  readonly pid: number;
  /** Its connection string. */
  readonly uri: string;
}

/** Another process (or an earlier start in this one) serves the data directory: connect to it instead. */
export class DataDirectoryInUse extends Error {
  readonly code = 'EMBEDDED_DATABASE_IN_USE';

  // Private, and so in no log: on TCP it holds the secret.
  readonly #uri: string;

  constructor(
    readonly pid: number,
    uri: string,
  ) {
    super(`The data directory is in use by process ${pid}: stop that process first.`);
    this.#uri = uri;
  }

  /** The connection string of its server. */
  get uri(): string {
    return this.#uri;
  }
}

const FILE = 'embedded-mongo.lock';
const ATTEMPTS = 20;
/** It names the way to the database, on TCP with the secret. */
const OWNER_ONLY = 0o600;

/** Makes a server the one owner of a data directory; what a dead owner left behind is taken over.
 * @returns releases the directory
 * @throws DataDirectoryInUse where a living server owns it */
export async function acquireLock(dataDir: string, owner: Owner): Promise<() => void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = join(dataDir, FILE);
  const text = JSON.stringify(owner);
  const own = `${lock}.${randomUUID()}`;
  writeFileSync(own, text, { mode: OWNER_ONLY, flag: 'wx' });
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (linkUnlessPresent(own, lock)) return () => removeIfSame(lock, text);
      await clearStale(lock);
    }
  } finally {
    rmSync(own, { force: true });
  }
  throw new Error(`Could not take ${lock}: other processes keep taking it.`);
}

/** Whether somebody serves the directory, or died while serving it: a server that ends takes its lock away. */
export function hasLock(dataDir: string): boolean {
  return existsSync(join(dataDir, FILE));
}

/** Finds the living server of a data directory, so that a command line tool can connect to it.
 * @returns null where there is none */
export async function findRunningOwner(dataDir: string): Promise<Owner | null> {
  const found = read(join(dataDir, FILE));
  return found !== undefined && (await isAlive(found.owner)) ? found.owner : null;
}

/** Linking a whole file is atomic: nobody can see a lock that is only half written. */
function linkUnlessPresent(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function clearStale(lock: string): Promise<void> {
  const found = read(lock);
  if (found !== undefined && (await isAlive(found.owner)))
    throw new DataDirectoryInUse(found.owner.pid, found.owner.uri);
  if (found !== undefined) removeSocket(dirname(lock), found.owner.uri);
  removeIfSame(lock, found?.text);
}

/** Removes the socket that a server left which was killed. */
function removeSocket(dataDir: string, uri: string): void {
  const connect = addressOf(uri)?.connect;
  if (connect === undefined || !('path' in connect)) return;
  if (dirname(connect.path) === resolve(dataDir)) rmSync(connect.path, { force: true });
}

/** Removes the lock only if it still is the one that was looked at: meanwhile another process may have taken over. */
function removeIfSame(lock: string, text: string | undefined): void {
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (text !== undefined && readFileSync(aside, 'utf8') !== text) linkUnlessPresent(aside, lock);
  rmSync(aside, { force: true });
}

function read(lock: string): { text: string; owner: Owner } | undefined {
  try {
    const text = readFileSync(lock, 'utf8');
    const { pid, uri } = JSON.parse(text) as Partial<Owner>;
    return { text, owner: { pid: Number(pid), uri: String(uri) } };
  } catch {
    return undefined;
  }
}

/** A process id alone proves nothing, it may have been given to another process: the server itself must answer. */
async function isAlive({ pid, uri }: Owner): Promise<boolean> {
  return isRunning(pid) && (await isOwnerAnswering(uri, pid));
}

function isRunning(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
