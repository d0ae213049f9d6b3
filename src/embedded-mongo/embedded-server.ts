import { createServer, type Server, type Socket } from 'node:net';
import { type Engine, openEngine } from './commands/engine.js';
import { Connection } from './server/connection.js';
import { Dispatcher, type ReadDelegate } from './server/dispatcher.js';

/** Options of a server. */
export interface EmbeddedServerOptions {
  /** Where the database lies. */
  readonly dataDir: string;
  /** TCP port on loopback; 0 takes a free one. */
  readonly port?: number;
  /** The clock, milliseconds since 1970. */
  readonly now?: () => number;
  /** The second thread for long reads. */
  readonly reader?: ReadDelegate;
}

const HOST = '127.0.0.1';

/** A MongoDB-wire server on loopback, storing in LMDB. Runs in any thread. */
export class EmbeddedServer {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly engine: Engine,
    private readonly server: Server,
    /** The connection string. */
    readonly uri: string,
  ) {}

  /** Opens the database and listens. @throws Error where the port is taken or the directory can't be written */
  static async start({ dataDir, port = 0, now = Date.now, reader }: EmbeddedServerOptions): Promise<EmbeddedServer> {
    const engine = openEngine({ dataDir, cursorParity: 0, now });
    const dispatcher = new Dispatcher(engine, reader);
    const server = createServer();
    await listen(server, port);
    const address = server.address();
    const boundPort = typeof address === 'object' && address !== null ? address.port : port;
    const embedded = new EmbeddedServer(engine, server, `mongodb://${HOST}:${boundPort}/?directConnection=true`);
    server.on('connection', (socket) => embedded.accept(socket, dispatcher));
    return embedded;
  }

  /** Closes all connections and the database. */
  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
    await this.engine.env.close();
  }

  private accept(socket: Socket, dispatcher: Dispatcher): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    new Connection(socket, (request) => dispatcher.dispatch(request));
  }
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
