import { randomBytes } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type ListenOptions, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import { socketUri, tcpUri } from './address.js';

/** A listening server and the way to it. */
export interface Door {
  readonly server: Server;
  /** The connection string. On TCP it holds the secret: it belongs in the lock file and in no message. */
  readonly uri: string;
  /** What the first command of a connection has to prove; undefined for a Unix socket, which only its owner can
   * open. */
  readonly secret: string | undefined;
}

/** How to listen. */
export interface DoorOptions {
  readonly dataDir: string;
  /** A TCP port on loopback, 0 for a free one; without it a Unix socket in the data directory, where that can be. */
  readonly port?: number;
  /** Whether nobody else can enter the data directory: only then a socket in it keeps others out. */
  readonly isPrivate: boolean;
}

/** What the path of a socket may have on every system, bytes: 107 on Linux, 103 on macOS. */
const MOST_PATH_BYTES = 103;
const OWNER_ONLY = 0o600;

/** Starts to listen: on a Unix socket in the data directory, or on TCP with a new secret where the system has no such
 * sockets, the path is too long for one, the file system takes none, or the directory is open to others.
 * @throws Error where the port is taken */
export async function openDoor({ dataDir, port, isPrivate }: DoorOptions): Promise<Door> {
  // A name of its own: what a server that was killed has left is in nobody's way.
  const path = join(resolve(dataDir), `db-${randomBytes(4).toString('hex')}.sock`);
  const canBeSocket = process.platform !== 'win32' && Buffer.byteLength(path) <= MOST_PATH_BYTES;
  const server = port === undefined && isPrivate && canBeSocket ? await listenOnSocket(path) : undefined;
  return server === undefined ? openTcpDoor(port ?? 0) : { server, uri: socketUri(path), secret: undefined };
}

async function openTcpDoor(port: number): Promise<Door> {
  const secret = randomBytes(32).toString('base64url');
  const server = await listen({ host: '127.0.0.1', port });
  return { server, uri: tcpUri((server.address() as AddressInfo).port, secret), secret };
}

/** @returns undefined where the file system takes no sockets */
async function listenOnSocket(path: string): Promise<Server | undefined> {
  try {
    const server = await listen({ path });
    // The directory keeps everybody else out already; this is for whoever opens it one day.
    chmodSync(path, OWNER_ONLY);
    return server;
  } catch {
    rmSync(path, { force: true });
    return undefined;
  }
}

function listen(options: ListenOptions): Promise<Server> {
  const server = createServer();
  return new Promise((resolvePromise, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolvePromise(server);
    });
  });
}
