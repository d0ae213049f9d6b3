import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connectTo } from '../../support/database-address.js';

/** What is wrong with the line to the database:
 * `refuse` breaks connections and takes no new ones; `swallow` takes them and loses every byte, for good;
 * `reset` breaks one when the answer to a write arrives, so that its outcome stays unknown;
 * `delay` holds everything up; `cut` breaks one in the middle of a write. */
export const FAULTS = ['refuse', 'swallow', 'reset', 'delay', 'cut'] as const;

/** @see FAULTS */
export type Fault = (typeof FAULTS)[number];

const DELAY_MS = 200;
/** Of the writes that come by, under `reset` and `cut`. */
const BROKEN_SHARE = 0.3;
/** Length of a message's header, flags and first section's kind; then comes a document: its length, a type, a name. */
const COMMAND_NAME_AT = 16 + 4 + 1 + 4 + 1;
const WRITES = new Set(['insert', 'update', 'findAndModify']);

/** One connection through the line. */
interface Wire {
  readonly client: Socket;
  readonly database: Socket;
  /** Bytes that are no whole message yet. */
  pending: Buffer;
  isSwallowed: boolean;
  /** The next answer breaks the connection. */
  isDoomed: boolean;
}

/** Stands between an application and its database, and fails as it is told. */
export class FaultyLine {
  /** How many connections were broken at a write. */
  broken = 0;
  private fault: Fault | null = null;
  private readonly wires = new Set<Wire>();

  private constructor(
    private readonly server: Server,
    private target: URL,
    private readonly random: () => number,
    private readonly port: number,
  ) {
    server.on('connection', (client) => this.join(client));
  }

  /** @param mongoUri of a single server */
  static async start(mongoUri: string, random: () => number): Promise<FaultyLine> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultyLine(server, new URL(mongoUri), random, (server.address() as AddressInfo).port);
  }

  /** The database's address by way of here. */
  get uri(): string {
    const uri = new URL(this.target);
    uri.host = `127.0.0.1:${this.port}`;
    return uri.href;
  }

  /** Leads to another server from now on; what was connected to the old one is gone with it. */
  moveTo(mongoUri: string): void {
    this.target = new URL(mongoUri);
  }

  /** Begins to fail. */
  fail(fault: Fault): void {
    this.fault = fault;
    if (fault === 'refuse') {
      this.server.close();
      for (const wire of this.wires) cutOff(wire);
    }
    if (fault === 'swallow') for (const wire of this.wires) wire.isSwallowed = true;
  }

  /** Lets new connections through; what was swallowed stays lost. */
  async heal(): Promise<void> {
    const wasRefusing = this.fault === 'refuse';
    this.fault = null;
    if (!wasRefusing) return;
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** Ends; every connection breaks. */
  stop(): void {
    for (const wire of this.wires) cutOff(wire);
    this.server.close();
  }

  private join(client: Socket): void {
    const database = connect(connectTo(this.target.href));
    const isSwallowed = this.fault === 'swallow';
    const wire: Wire = { client, database, pending: Buffer.alloc(0), isSwallowed, isDoomed: false };
    this.wires.add(wire);
    client.on('data', (chunk: Buffer) => this.fromClient(wire, chunk));
    database.on('data', (chunk: Buffer) => this.fromDatabase(wire, chunk));
    for (const end of [client, database]) {
      end.on('error', () => end.destroy());
      end.on('close', () => {
        this.wires.delete(wire);
        cutOff(wire);
      });
    }
  }

  private fromClient(wire: Wire, chunk: Buffer): void {
    if (wire.isSwallowed) return;
    wire.pending = Buffer.concat([wire.pending, chunk]);
    while (wire.pending.length >= 4 && wire.pending.length >= wire.pending.readInt32LE(0)) {
      const length = wire.pending.readInt32LE(0);
      this.forward(wire, wire.pending.subarray(0, length));
      wire.pending = wire.pending.subarray(length);
    }
  }

  private forward(wire: Wire, message: Buffer): void {
    const isBroken = WRITES.has(commandName(message)) && this.random() < BROKEN_SHARE;
    if (isBroken && this.fault === 'reset') wire.isDoomed = true;
    if (isBroken && this.fault === 'cut') {
      this.broken++;
      wire.isSwallowed = true;
      wire.database.write(message.subarray(0, Math.floor(this.random() * message.length)), () => cutOff(wire));
      return;
    }
    if (this.fault === 'delay') setTimeout(() => wire.database.write(message), DELAY_MS);
    else wire.database.write(message);
  }

  private fromDatabase(wire: Wire, chunk: Buffer): void {
    if (wire.isSwallowed) return;
    if (wire.isDoomed) {
      this.broken++;
      cutOff(wire);
      return;
    }
    wire.client.write(chunk);
  }
}

function cutOff({ client, database }: Wire): void {
  client.destroy();
  database.destroy();
}

function commandName(message: Buffer): string {
  return message.toString('latin1', COMMAND_NAME_AT, message.indexOf(0, COMMAND_NAME_AT));
}
