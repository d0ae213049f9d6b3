import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { sharedDatabase } from './shared-database.js';

const DIST = path.resolve(import.meta.dirname, '../../dist');
const TIMEOUT_MS = 60_000;

/** What a program wrote and how it ended. */
export interface Finished {
  /** Null where it had to be killed, because it took too long. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how a program runs. */
export interface Surroundings {
  /** Its working directory; its data are below it, where `ServerProcess` has them too. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program of the build to its end, in an environment of its own.
 * @param file relative to `dist` */
export async function runProgram(file: string, args: readonly string[], surroundings: Surroundings): Promise<Finished> {
  const { folder, env = {} } = surroundings;
  const child = spawn(process.execPath, [path.join(DIST, file), ...args], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      DATA_DIR: path.join(folder, 'data'),
      ...sharedDatabase(folder),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (written.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (written.stderr += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...written };
}
