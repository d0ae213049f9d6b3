import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { encode } from '../../../src/embedded-mongo/bson/bson.js';
import { MessageSplitter, OP, opReply } from '../../../src/embedded-mongo/wire/framing.js';
import { type Incoming, parseIncoming, replyMessage } from './wire.js';
import type { Roles } from './roles.js';

const HELLO: ReadonlySet<string> = new Set(['hello', 'isMaster', 'ismaster']);
const AWAIT_MS = 10_000;
let lastConnectionId = 0;

/** Answers commands that came by one connection. */
export interface Session {
  /** @returns the bytes of the reply; undefined: close the connection instead */
  answer(incoming: Incoming): Promise<Buffer | undefined>;
  /** The connection has ended. */
  end(): void;
}

/** One member's address. It answers `hello` itself, as often as a monitor wants to be told, and hands on everything
 * else. */
export class Member {
  private readonly sockets = new Set<Socket>();
  private lastReplyId = 0;
  private isDown = false;
  /** Set before anything connects. */
  private roles!: Roles;
  private open!: () => Session;

  private constructor(
    readonly at: number,
    private readonly server: Server,
    readonly host: string,
  ) {
    server.on('connection', (socket) => this.join(socket));
  }

  /** Takes a free port on loopback. @param at the member's number, from 0 */
  static async listen(at: number): Promise<Member> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Member(at, server, `127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  /** Begins to serve. @param open called for every connection */
  serve(roles: Roles, open: () => Session): void {
    this.roles = roles;
    this.open = open;
  }

  /** Ends as a process ends: every connection breaks, and new ones are refused. */
  crash(): void {
    this.isDown = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Runs again. */
  restart(): void {
    this.isDown = false;
  }

  /** Ends for good. */
  async stop(): Promise<void> {
    this.crash();
    await new Promise((resolve) => void this.server.close(resolve));
  }

  private join(socket: Socket): void {
    if (this.isDown) return void socket.destroy();
    this.sockets.add(socket);
    const connection = new Connection(socket, this.open(), ++lastConnectionId);
    const splitter = new MessageSplitter();
    let before: Promise<void> = Promise.resolve();
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      for (const message of splitter.push(chunk)) {
        const incoming = parseIncoming(message);
        // One after the other, as on every connection to a server.
        before = before.then(async () => this.handle(connection, incoming)).catch(() => void socket.destroy());
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.sockets.delete(socket);
      connection.end();
    });
  }

  private async handle(connection: Connection, incoming: Incoming): Promise<void> {
    const { request, requestId, opCode } = incoming;
    if (HELLO.has(request.command)) {
      if (incoming.isExhaustAllowed && request.body['topologyVersion'] !== undefined) {
        return this.stream(connection, incoming);
      }
      await this.awaitNews(connection, incoming);
      const reply = encode(this.roles.hello(this.at, connection.id));
      if (opCode === OP.query) return connection.write(Buffer.concat(opReply(reply, requestId)));
      return connection.write(replyMessage(reply, { requestId: ++this.lastReplyId, responseTo: requestId }));
    }
    const reply = await connection.session.answer(incoming);
    if (reply === undefined) return connection.destroy();
    if (!request.isUnacknowledged) {
      connection.write(replyMessage(reply, { requestId: ++this.lastReplyId, responseTo: requestId }));
    }
  }

  /** A monitor that knows the newest role waits for a change. */
  private async awaitNews({ signal }: Connection, { request }: Incoming): Promise<void> {
    const { topologyVersion, maxAwaitTimeMS } = request.body;
    if (topologyVersion === undefined || !this.roles.isCurrent(topologyVersion)) return;
    await this.roles.changed(Number(maxAwaitTimeMS ?? AWAIT_MS), signal);
  }

  /** Tells a monitor of every change from now on, and at least as often as it wants to hear. */
  private async stream(connection: Connection, incoming: Incoming): Promise<void> {
    const mostMs = Number(incoming.request.body['maxAwaitTimeMS'] ?? AWAIT_MS);
    let responseTo = incoming.requestId;
    await this.awaitNews(connection, incoming);
    while (!connection.signal.aborted) {
      const reply = encode(this.roles.hello(this.at, connection.id));
      const requestId = ++this.lastReplyId;
      connection.write(replyMessage(reply, { requestId, responseTo, hasMoreToCome: true }));
      responseTo = requestId;
      await this.roles.changed(mostMs, connection.signal);
    }
  }
}

/** A client's connection to a member. */
class Connection {
  private readonly ended = new AbortController();
  readonly signal = this.ended.signal;

  constructor(
    private readonly socket: Socket,
    readonly session: Session,
    readonly id: number,
  ) {}

  write(bytes: Buffer): void {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  destroy(): void {
    this.socket.destroy();
  }

  end(): void {
    this.ended.abort();
    this.session.end();
  }
}
