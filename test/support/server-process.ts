import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServerClient } from './server-client.js';
import { eventually } from './poll.js';
import { sharedDatabase } from './shared-database.js';

const MAIN = path.resolve(import.meta.dirname, '../../dist/main.js');
const START_MS = 20_000;
const READY = /^AegisAI is ready on (http:\/\/\S+)$/m;
const FIRST_KEY = /^ {2}clientId {6}(\S+)\n {2}clientSecret {2}(\S+)$/m;

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** From the signal to the end, milliseconds. */
  readonly tookMs: number;
}

/** A folder for the data of servers, gone after the test. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aegis-e2e-'));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The built server as a process of its own, started like `npm start` does, in an environment of its own. */
export class ServerProcess {
  private text = '';
  private readonly ended: Promise<Exit>;

  private constructor(private readonly child: ChildProcess) {
    const startedMs = performance.now();
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (this.text += chunk));
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (this.text += chunk));
    this.ended = once(child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      tookMs: performance.now() - startedMs,
    }));
  }

  /** Starts a process; it may not become ready.
   * @param folder its working directory and, below it, its data
   * @param env beside what a process needs
   * @param main another build's `main.js` */
  static launch(folder: string, env: Readonly<Record<string, string>> = {}, main = MAIN): ServerProcess {
    if (!existsSync(main)) throw new Error(`${main} is missing: run "npm run build" first`);
    const child = spawn(process.execPath, [main], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        DATA_DIR: path.join(folder, 'data'),
        PORT: '0',
        ...sharedDatabase(folder),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ServerProcess(child);
  }

  /** Starts a process and waits for its ready line.
   * @throws Error with its output, where it ends instead */
  static async start(folder: string, env: Readonly<Record<string, string>> = {}, main = MAIN): Promise<ServerProcess> {
    const server = ServerProcess.launch(folder, env, main);
    await eventually(
      async () => READY.test(server.text) || server.child.exitCode !== null,
      (isDone) => isDone,
      START_MS,
    );
    if (!READY.test(server.text)) throw new Error(`the server did not start:\n${server.text}`);
    return server;
  }

  /** Everything it has written until now. */
  get output(): string {
    return this.text;
  }

  /** Where it listens, from its ready line. */
  get url(): string {
    return READY.exec(this.text)?.[1] ?? '';
  }

  /** The credentials it has shown; null where it has shown none. */
  get firstKey(): { readonly clientId: string; readonly clientSecret: string } | null {
    const [, clientId, clientSecret] = FIRST_KEY.exec(this.text) ?? [];
    return clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret };
  }

  /** Signs in. */
  async signIn(key: { readonly clientId: string; readonly clientSecret: string }): Promise<ServerClient> {
    return ServerClient.signIn(this.url, key);
  }

  /** Sends a signal and waits for nothing. */
  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    const sentMs = performance.now();
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return { ...(await this.ended), tookMs: performance.now() - sentMs };
  }

  /** Waits for an end that comes by itself. */
  async exit(): Promise<Exit> {
    return this.ended;
  }
}
