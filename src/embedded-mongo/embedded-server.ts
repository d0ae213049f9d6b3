import type { Server, Socket } from 'node:net';
import { checkBeforeStart } from './server/check-before-start.js';
import { type Engine, openEngine } from './commands/engine.js';
import { serveConnection, type Service } from './server/connection.js';
import { CONNECTION_LIMITS, type ConnectionLimits, ConnectionTable } from './server/connection-table.js';
import { Dispatcher, type ReadDelegate } from './server/dispatcher.js';
import { openDoor } from './server/door.js';
import { acquireLock, hasLock } from './lock-file.js';
import { type DirectoryState, keepPrivate } from './private-directory.js';

/** Options of a server. */
export interface EmbeddedServerOptions {
  /** Where the database lies; made where missing. */
  readonly dataDir: string;
  /** TCP port on loopback, 0 for a free one. Without it, a Unix socket in the data directory where there can be one. */
  readonly port?: number;
  /** Refuses a data directory that other users can enter, instead of closing it to them. */
  readonly isStrict?: boolean;
  /** How often expired documents are deleted, milliseconds; a minute by default, as in MongoDB. */
  readonly sweepEveryMs?: number;
  /** What its connections may take. */
  readonly limits?: ConnectionLimits;
  /** The clock, milliseconds since 1970. */
  readonly now?: () => number;
  /** The second thread for long reads; without it all reads run in this thread. */
  readonly reader?: StoppableReader;
}

/** A second thread that ends with the server. */
export interface StoppableReader extends ReadDelegate {
  stop(): Promise<void>;
}

/** Who is connected. */
interface Clients {
  readonly server: Server;
  readonly sockets: Set<Socket>;
  readonly table: ConnectionTable;
}

/** What a started server consists of. */
interface Parts {
  readonly engine: Engine;
  readonly dispatcher: Dispatcher;
  readonly reader: StoppableReader | undefined;
  readonly release: () => void;
}

/** A MongoDB-wire server for this machine, storing in LMDB. Runs in any thread. */
export class EmbeddedServer {
  private constructor(
    /** The connection string. */
    readonly uri: string,
    private readonly clients: Clients,
    private readonly directory: DirectoryState,
    private readonly parts: Parts,
  ) {}

  /** What was wrong with the modes of the data directory. */
  get notice(): string | undefined {
    return this.directory.notice;
  }

  /** Closes the data directory to others, listens, takes the directory, looks whether its file is whole, and opens the
   * database.
   * @throws DataDirectoryInUse where another server has the directory; DataDirectoryOpen where others can enter it, and
   * `isStrict`; DataFileDamaged; Error where the port is taken */
  static async start(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
    const { dataDir, isStrict = false, limits = CONNECTION_LIMITS } = options;
    const directory = keepPrivate(dataDir, { isStrict });
    const { server, uri, secret } = await openDoor({ ...options, isPrivate: directory.isPrivate });
    const clients: Clients = { server, sockets: new Set(), table: new ConnectionTable(limits) };
    const opening = open(options, uri);
    server.on('connection', (socket) => {
      if (!keep(clients, socket, limits)) return;
      // A client may be here before the database is open: it waits.
      opening.then(
        ({ dispatcher }) => serve(socket, { dispatcher, table: clients.table, secret }),
        () => socket.destroy(),
      );
    });
    try {
      return new EmbeddedServer(uri, clients, directory, await opening);
    } catch (error) {
      await close(clients);
      throw error;
    }
  }

  /** Deletes expired documents now instead of within a minute. @returns how many */
  sweep(): Promise<number> {
    return this.parts.dispatcher.sweeper.sweep();
  }

  /** Closes all connections and the database, and gives the directory back. */
  async stop(): Promise<void> {
    const { engine, dispatcher, reader, release } = this.parts;
    await close(this.clients);
    await dispatcher.sweeper.stop();
    await reader?.stop();
    await engine.env.close();
    release();
  }
}

async function open(
  { dataDir, now = Date.now, reader, sweepEveryMs }: EmbeddedServerOptions,
  uri: string,
): Promise<Parts> {
  const wasLeft = hasLock(dataDir);
  const release = await acquireLock(dataDir, { pid: process.pid, uri });
  try {
    checkBeforeStart(dataDir, wasLeft);
    const engine = openEngine({ dataDir, cursorParity: 0, now });
    return { engine, dispatcher: new Dispatcher(engine, reader, sweepEveryMs), reader, release };
  } catch (error) {
    release();
    throw error;
  }
}

/** Notes a connection, unless there are as many as all limits together allow. */
function keep({ sockets }: Clients, socket: Socket, { known, newcomers }: ConnectionLimits): boolean {
  if (sockets.size > known + newcomers) {
    socket.destroy();
    return false;
  }
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
  return true;
}

function serve(
  socket: Socket,
  { dispatcher, ...shared }: Omit<Service, 'answer'> & { readonly dispatcher: Dispatcher },
): void {
  if (!socket.destroyed) serveConnection(socket, { ...shared, answer: (request) => dispatcher.dispatch(request) });
}

async function close({ server, sockets, table }: Clients): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  table.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}
