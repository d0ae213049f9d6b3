import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, lstatSync, readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { encode } from '../../../src/embedded-mongo/bson/bson.js';
import { EmbeddedServer, type EmbeddedServerOptions } from '../../../src/embedded-mongo/embedded-server.js';
import { addressOf } from '../../../src/embedded-mongo/server/address.js';
import { ServerProcess, temporaryFolder } from '../../support/server-process.js';

const INTRUDER = path.join(import.meta.dirname, 'intruder.mjs');
/** An account that owns nothing. */
export const NOBODY = 65_534;

/** A data directory for each test of a file, what is started on it, and what others see of it. */
export class DatabaseUnderAttack {
  private folder: Awaited<ReturnType<typeof temporaryFolder>> | undefined;
  private readonly ends: (() => unknown)[] = [];

  constructor() {
    beforeEach(async () => {
      this.folder = await temporaryFolder();
      // What keeps others out is to be the data directory itself.
      chmodSync(this.path, 0o755);
    });
    afterEach(async () => {
      for (const end of this.ends.splice(0).reverse()) await end();
      await this.folder?.remove();
    });
  }

  /** The folder that the data directory is in. */
  get path(): string {
    return this.folder?.path ?? '';
  }

  get dataDir(): string {
    return path.join(this.path, 'data');
  }

  /** Names of everything below the data directory. */
  get names(): string[] {
    return readdirSync(this.dataDir, { recursive: true, encoding: 'utf8' });
  }

  /** Has something done when the test is over. */
  atEnd(end: () => unknown): void {
    this.ends.push(end);
  }

  /** The whole server. */
  async startServer(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const server = await ServerProcess.start(this.path, env);
    this.atEnd(() => server.end('SIGKILL'));
    return server;
  }

  /** The database alone, in this process. */
  async start(options: Partial<EmbeddedServerOptions> = {}): Promise<EmbeddedServer> {
    const server = await EmbeddedServer.start({ dataDir: this.dataDir, ...options });
    this.atEnd(() => server.stop());
    return server;
  }

  /** What another user of the machine gets. */
  async intrude(uri: string): Promise<string[]> {
    const program = path.join(this.path, 'intruder.mjs');
    copyFileSync(INTRUDER, program);
    chmodSync(program, 0o644);
    const args = [program, this.dataDir, JSON.stringify(this.names), JSON.stringify(addressOf(uri)?.connect)];
    const child = spawn(process.execPath, args, { uid: NOBODY, gid: NOBODY, cwd: '/', env: {} });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    await once(child, 'close');
    return JSON.parse(output) as string[];
  }

  /** A connection without a driver. */
  dial(uri: string): Socket {
    const address = addressOf(uri);
    if (address === undefined) throw new Error('no address');
    const socket = connect(address.connect);
    socket.on('error', () => undefined);
    this.atEnd(() => socket.destroy());
    return socket;
  }

  /** A connection whose first message was answered. */
  async dialKnown(uri: string): Promise<Socket> {
    const socket = this.dial(uri);
    socket.write(opMsg({ ping: 1 }));
    await once(socket, 'data');
    return socket;
  }

  /** Sends bytes on a connection of its own. @returns what came back before the server ended it */
  async answerTo(uri: string, bytes: Buffer): Promise<Buffer> {
    const socket = this.dial(uri);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.write(bytes);
    await once(socket, 'close');
    return Buffer.concat(chunks);
  }
}

/** @returns "600" */
export function modeOf(file: string): string {
  return (lstatSync(file).mode & 0o777).toString(8);
}

/** A command in the way of the newer drivers. */
export function opMsg(body: Readonly<Record<string, unknown>>): Buffer {
  const doc = encode({ ...body, $db: 'admin' });
  const head = Buffer.alloc(21);
  head.writeInt32LE(head.length + doc.length, 0);
  head.writeInt32LE(2013, 12);
  return Buffer.concat([head, doc]);
}

/** The same in the way of the older ones. */
export function opQuery(body: Readonly<Record<string, unknown>>): Buffer {
  const head = Buffer.concat([Buffer.alloc(20), Buffer.from('admin.$cmd\0'), int32(0), int32(-1)]);
  head.writeInt32LE(2004, 12);
  const message = Buffer.concat([head, encode({ ...body })]);
  message.writeInt32LE(message.length, 0);
  return message;
}

/** @returns four bytes */
export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
