import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connectTo } from './database-address.js';
import { joinEnds } from './joined-sockets.js';

/** Length of a message's header, flags and first section's kind; then comes a document: its length, a type, a name. */
const COMMAND_NAME_AT = 16 + 4 + 1 + 4 + 1;
/** The first host of several, and the others. */
const OTHER_HOSTS = /^(mongodb:\/\/[^,/]+)(?:,[^,/]+)+/;
const MONITORING = new Set(['hello', 'ismaster', 'isMaster', 'ping']);

/** Stands between an application and its database: notes the commands and can cut the line. */
export class DatabaseProxy {
  /** Names of the commands that were sent, in order, without the driver's own monitoring. */
  readonly commands: string[] = [];
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (socket) => this.join(socket));
  }

  /** @param mongoUri of a single server, or of a set: then of its first member, which must be the primary */
  static async start(mongoUri: string): Promise<DatabaseProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return new DatabaseProxy(server, new URL(mongoUri.replace(OTHER_HOSTS, '$1')));
  }

  /** The database's address by way of here, with our own waits whatever its address says of them: tests cut this line. */
  get uri(): string {
    const uri = new URL(this.target);
    uri.search = '?directConnection=true';
    uri.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return uri.href;
  }

  /** Breaks every connection and refuses new ones. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Lets connections through again. */
  restore(): void {
    this.isCut = false;
  }

  /** Ends; every connection breaks. */
  stop(): void {
    this.cut();
    this.server.close();
  }

  private join(socket: Socket): void {
    if (this.isCut) {
      socket.destroy();
      return;
    }
    const upstream = connect(connectTo(this.target.href));
    this.note(socket);
    socket.pipe(upstream).pipe(socket);
    joinEnds(this.sockets, socket, upstream);
  }

  private note(socket: Socket): void {
    let pending = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 4 && pending.length >= pending.readInt32LE(0)) {
        const length = pending.readInt32LE(0);
        const name = commandName(pending.subarray(0, length));
        if (!MONITORING.has(name)) this.commands.push(name);
        pending = pending.subarray(length);
      }
    });
  }
}

function commandName(message: Buffer): string {
  return message.toString('latin1', COMMAND_NAME_AT, message.indexOf(0, COMMAND_NAME_AT));
}
