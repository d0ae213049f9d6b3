import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import { findRunningOwner } from '../../../src/embedded-mongo/lock-file.js';
import { BenchClient } from './bench-client.js';

const MAIN = path.resolve('dist/main.js');
const CLI = path.resolve('dist/cli.js');
/** Further options of Node itself, for instance `--cpu-prof`; scripts/profile.mjs reads what that writes. */
const PROFILING = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter((option) => option !== '');
const READY = /^AegisAI is ready on (http:\/\/\S+)$/m;
const DATABASE = 'aegisai';

type Environment = Readonly<Record<string, string>>;

/** How a server is started. */
export interface Start {
  readonly env?: Environment;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
  /** Its working directory, kept afterwards; without one it gets a new one, gone afterwards. */
  readonly folder?: string;
}

/** The built server in a process of its own, with a database of its own, and doors to both. */
export class BenchServer {
  private text = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly place: { readonly folder: string; readonly isOurs: boolean; readonly env: Environment },
    readonly key: { readonly clientId: string; readonly clientSecret: string },
  ) {
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (this.text += chunk));
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (this.text += chunk));
  }

  /** Starts a server and waits for its ready line.
   * @throws Error with its output, where it ends instead */
  static async start({ env = {}, nodeOptions = [], folder }: Start = {}): Promise<BenchServer> {
    const cwd = folder ?? (await mkdtemp(path.join(tmpdir(), 'aegis-bench-')));
    const key = { clientId: 'bench-client', clientSecret: 'bench-secret-that-is-long-enough-0001' };
    const full = {
      PATH: process.env['PATH'] ?? '',
      DATA_DIR: path.join(cwd, 'data'),
      PORT: '0',
      LOG_LEVEL: 'error',
      ORG_BYTES_PER_SECOND: '1000000000',
      ORG_BURST_BYTES: '1000000000',
      AEGIS_BOOTSTRAP_CLIENT_ID: key.clientId,
      AEGIS_BOOTSTRAP_CLIENT_SECRET: key.clientSecret,
      ...env,
    };
    const child = spawn(process.execPath, [...PROFILING, ...nodeOptions, MAIN], {
      cwd,
      env: full,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // A benchmark that fails leaves nothing behind that would disturb the next one.
    const isOurs = folder === undefined;
    const end = (): void => {
      child.kill('SIGKILL');
      if (isOurs) rmSync(cwd, { recursive: true, force: true });
    };
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    const server = new BenchServer(child, { folder: cwd, isOurs, env: full }, key);
    const ended = once(child, 'exit').then(() =>
      Promise.reject(new Error(`the server did not start:\n${server.text}`)),
    );
    while (!READY.test(server.text)) await Promise.race([ended, once(child.stdout ?? child, 'data')]);
    ended.catch(() => undefined);
    return server;
  }

  /** What it has written. */
  get output(): string {
    return this.text;
  }

  /** Where its data lie. */
  get dataDir(): string {
    return path.join(this.place.folder, 'data');
  }

  get url(): string {
    return READY.exec(this.text)?.[1] ?? '';
  }

  /** @param key by default that of the first organization */
  async client(key = this.key): Promise<BenchClient> {
    return BenchClient.signIn(this.url, key);
  }

  /** A client of an organization of its own. */
  async stranger(): Promise<BenchClient> {
    const made = this.aegis('org:create', '--name', `Org ${randomBytes(4).toString('hex')}`);
    const { clientId = '', clientSecret = '' } = this.aegis('key:create', '--org', made['organizationId'] ?? '');
    return this.client({ clientId, clientSecret });
  }

  /** The database itself, past the server. To be closed by the caller. */
  async database(): Promise<{ readonly db: mongoose.mongo.Db; close(): Promise<void> }> {
    const owner = await findRunningOwner(this.dataDir);
    if (owner === null) throw new Error('the server has no embedded database');
    const client = await new mongoose.mongo.MongoClient(owner.uri).connect();
    return { db: client.db(DATABASE), close: () => client.close() };
  }

  /** Resident memory, megabytes. */
  residentMb(): number {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(this.child.pid)], { encoding: 'utf8' })) / 1024;
  }

  /** Memory of its own, megabytes: the resident one without the pages of files, which the system takes back when it needs them (the
   * database's file is one). Linux says it apart. */
  ownMb(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  }

  /** Ends it and removes its data. */
  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
    if (this.place.isOurs) await rm(this.place.folder, { recursive: true, force: true });
  }

  private aegis(...args: string[]): Record<string, string> {
    const { folder, env } = this.place;
    const output = execFileSync(process.execPath, [CLI, ...args, '--json'], { cwd: folder, env, encoding: 'utf8' });
    return JSON.parse(output) as Record<string, string>;
  }
}
