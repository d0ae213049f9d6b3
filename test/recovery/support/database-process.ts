import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const PROGRAM = path.join(import.meta.dirname, 'serve-database.mjs');

/** The embedded database, served by a process of its own, as several servers would share it. */
export class DatabaseProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** Its connection string. */
    readonly uri: string,
  ) {}

  /** @param dataDir where its data lie */
  static async start(dataDir: string): Promise<DatabaseProcess> {
    const child = spawn(process.execPath, [PROGRAM, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const first = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    if (!(first[0] instanceof Buffer)) throw new Error(`the database ended with ${String(first[0])}`);
    return new DatabaseProcess(child, first[0].toString());
  }

  /** Its process id. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Kills it. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'close');
    this.child.kill('SIGKILL');
    await ended;
  }
}
