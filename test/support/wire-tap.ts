import { deserialize, type Document, serialize } from 'bson';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connectTo } from './database-address.js';
import { joinEnds } from './joined-sockets.js';

/** What is done about a command. */
export interface Intervention {
  /** Answered with this instead of being passed on. */
  readonly instead?: Document;
  /** Passed on, and its answer changed, in place. */
  readonly change?: (reply: Document) => void;
  /** Answered no earlier than this is settled. */
  readonly until?: Promise<unknown>;
}

/** Looks at a command. */
export type Look = (command: Document) => Intervention | undefined;

const OP_MSG = 2013;
const HEADER = 16;
const MONITORING = ['hello', 'ismaster', 'isMaster', 'ping', 'endSessions'];

/** Stands between an application and its database, reads every command and can answer in the database's place. */
export class WireTap {
  /** The commands that came by, in order, without the driver's own monitoring. */
  readonly commands: Document[] = [];
  /** Decides about each command; by default all pass. */
  look: Look = () => undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {
    server.on('connection', (socket) => this.join(socket));
  }

  /** @param mongoUri of a single server */
  static async start(mongoUri: string): Promise<WireTap> {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return new WireTap(server, mongoUri);
  }

  /** The database's address by way of here. */
  get uri(): string {
    const { searchParams } = new URL(this.target);
    return `mongodb://127.0.0.1:${(this.server.address() as AddressInfo).port}/?${searchParams.toString()}`;
  }

  /** Ends; every connection breaks. */
  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private join(socket: Socket): void {
    const upstream = connect(connectTo(this.target));
    const pending = new Map<number, Intervention>();
    eachMessage(socket, (message) => {
      const intervention = this.noted(message);
      const id = message.readInt32LE(4);
      if (intervention?.instead !== undefined)
        void answer(socket, encoded(intervention.instead, id), intervention.until);
      else {
        if (intervention !== undefined) pending.set(id, intervention);
        upstream.write(message);
      }
    });
    eachMessage(upstream, (message) => {
      const id = message.readInt32LE(8);
      const intervention = pending.get(id);
      pending.delete(id);
      if (intervention === undefined) socket.write(message);
      else void answer(socket, changed(message, intervention), intervention.until);
    });
    joinEnds(this.sockets, socket, upstream);
  }

  private noted(message: Buffer): Intervention | undefined {
    if (message.readInt32LE(12) !== OP_MSG) return undefined;
    const command = bodyOf(message);
    if (MONITORING.some((name) => name in command)) return undefined;
    this.commands.push(command);
    return this.look(command);
  }
}

async function answer(socket: Socket, message: Buffer, until: Promise<unknown> | undefined): Promise<void> {
  await until;
  if (!socket.destroyed) socket.write(message);
}

function changed(message: Buffer, { change }: Intervention): Buffer {
  const reply = bodyOf(message);
  change?.(reply);
  return encoded(reply, message.readInt32LE(8));
}

function eachMessage(socket: Socket, take: (message: Buffer) => void): void {
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 4 && pending.length >= pending.readInt32LE(0)) {
      const length = pending.readInt32LE(0);
      take(pending.subarray(0, length));
      pending = pending.subarray(length);
    }
  });
}

/** The document of a message, with the lists that stand in sections of their own. */
function bodyOf(message: Buffer): Document {
  const body: Document = {};
  let at = HEADER + 4;
  while (at < message.length) {
    const kind = message[at];
    const length = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + length);
    if (kind === 0) Object.assign(body, deserialize(section, { promoteBuffers: true }));
    else Object.assign(body, listOf(section));
    at += 1 + length;
  }
  return body;
}

function listOf(section: Buffer): Document {
  const end = section.indexOf(0, 4);
  const documents: Document[] = [];
  for (let at = end + 1; at < section.length; at += section.readInt32LE(at))
    documents.push(deserialize(section.subarray(at, at + section.readInt32LE(at)), { promoteBuffers: true }));
  return { [section.toString('latin1', 4, end)]: documents };
}

function encoded(reply: Document, responseTo: number): Buffer {
  const body = serialize(reply);
  const head = Buffer.alloc(HEADER + 5);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(OP_MSG, 12);
  return Buffer.concat([head, body]);
}
