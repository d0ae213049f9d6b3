import { createServer, type Server, type Socket } from 'node:net';
import { checkBeforeStart } from './server/check-before-start.js';
import { type Engine, openEngine } from './commands/engine.js';
import { serveConnection } from './server/connection.js';
import { Dispatcher, type ReadDelegate } from './server/dispatcher.js';
import { acquireLock, hasLock } from './lock-file.js';

/** Options of a server. */
export interface EmbeddedServerOptions {
  /** Where the database lies; made where missing. */
  readonly dataDir: string;
  /** TCP port on loopback; 0 takes a free one. */
  readonly port?: number;
  /** The clock, milliseconds since 1970. */
  readonly now?: () => number;
  /** The second thread for long reads; without it all reads run in this thread. */
  readonly reader?: StoppableReader;
}

/** A second thread that ends with the server. */
export interface StoppableReader extends ReadDelegate {
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** What a started server consists of. */
interface Parts {
  readonly engine: Engine;
  readonly dispatcher: Dispatcher;
  readonly reader: StoppableReader | undefined;
  readonly release: () => void;
}

/** A MongoDB-wire server on loopback, storing in LMDB. Runs in any thread. */
export class EmbeddedServer {
  private constructor(
    /** The connection string. */
    readonly uri: string,
    private readonly server: Server,
    private readonly sockets: ReadonlySet<Socket>,
    private readonly parts: Parts,
  ) {}

  /** Listens, takes the data directory, looks whether its file is whole, and opens the database.
   * @throws DataDirectoryInUse where another server has the directory; DataFileDamaged; Error where the port is taken */
  static async start(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
    const server = createServer();
    const sockets = new Set<Socket>();
    const uri = await listen(server, options.port ?? 0);
    const opening = open(options, uri);
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      // A client may be here before the database is open: it waits.
      opening.then(
        ({ dispatcher }) => serveConnection(socket, (request) => dispatcher.dispatch(request)),
        () => socket.destroy(),
      );
    });
    try {
      return new EmbeddedServer(uri, server, sockets, await opening);
    } catch (error) {
      await close(server, sockets);
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
    await close(this.server, this.sockets);
    await dispatcher.sweeper.stop();
    await reader?.stop();
    await engine.env.close();
    release();
  }
}

async function open({ dataDir, now = Date.now, reader }: EmbeddedServerOptions, uri: string): Promise<Parts> {
  const wasLeft = hasLock(dataDir);
  const release = await acquireLock(dataDir, { pid: process.pid, uri });
  try {
    checkBeforeStart(dataDir, wasLeft);
    const engine = openEngine({ dataDir, cursorParity: 0, now });
    return { engine, dispatcher: new Dispatcher(engine, reader), reader, release };
  } catch (error) {
    release();
    throw error;
  }
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  for (const socket of sockets) socket.destroy();
  await closed;
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve(`mongodb://${HOST}:${bound}/?directConnection=true`);
    });
  });
}
