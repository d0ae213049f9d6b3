import type { Socket } from 'node:net';
import { Int32 } from '../bson/bson.js';
import { MongoError, unsupported } from '../errors.js';
import { type Message, MessageSplitter, OP, opMsgReply, opReply, parseOpQuery } from '../wire/framing.js';
import { parseOpMsg, type Request, requestOf } from '../wire/op-msg.js';
import type { ConnectionTable, Listed } from './connection-table.js';
import { errorReply } from './dispatcher.js';
import { provesSecret } from './proof.js';

/** Answers a request. */
export type Answer = (request: Request) => Promise<Buffer>;

/** What a server's connections share. */
export interface Service {
  readonly answer: Answer;
  readonly table: ConnectionTable;
  /** What the first message of a connection has to prove; undefined where everybody who connects may. */
  readonly secret: string | undefined;
}

/** Serves one client: its commands run one after the other, in the order they came. */
export function serveConnection(socket: Socket, service: Service): void {
  const connection = new Connection(socket, service);
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => connection.receive(chunk));
  // A client that goes away is none of the server's concern; `close` follows.
  socket.on('error', () => connection.end());
  socket.on('close', () => connection.end());
}

/** Largest first message, bytes: a driver's greeting has less than one thousand. */
const MOST_FIRST_BYTES = 16 * 1024;
/** Whole messages that wait for their turn; beyond that nothing more is read. Drivers wait for an answer before they
 * ask again. */
const MOST_WAITING = 4;
let connections = 0;

class Connection implements Listed {
  isKnown = false;
  unfinishedBytes = 0;
  private readonly connectionId = ++connections;
  private readonly splitter = new MessageSplitter(MOST_FIRST_BYTES);
  private queue: Promise<void> = Promise.resolve();
  private waiting = 0;
  private sinceMs: number | undefined = performance.now();

  constructor(
    private readonly socket: Socket,
    private readonly service: Service,
  ) {
    service.table.add(this);
  }

  /** Nothing is due while nobody reads. */
  get dueSinceMs(): number | undefined {
    return this.socket.isPaused() ? undefined : this.sinceMs;
  }

  receive(chunk: Buffer): void {
    try {
      const messages = this.splitter.push(chunk);
      this.noteUnfinished(messages.length > 0);
      for (const message of messages) this.take(message);
    } catch {
      this.end();
    }
  }

  end(): void {
    this.service.table.remove(this);
    this.socket.destroy();
  }

  private noteUnfinished(isFollowing: boolean): void {
    const bytes = this.splitter.unfinishedBytes;
    const more = bytes - this.unfinishedBytes;
    if (bytes === 0) this.sinceMs = undefined;
    else if (isFollowing || this.sinceMs === undefined) this.sinceMs = performance.now();
    this.unfinishedBytes = bytes;
    this.service.table.hold(more);
  }

  private take(message: Message): void {
    if (this.socket.destroyed || this.socket.writableEnded) return;
    if (!this.isKnown && !this.greets(message)) return;
    this.waiting++;
    if (this.waiting >= MOST_WAITING) this.socket.pause();
    this.queue = this.queue.then(() => this.serve(message));
  }

  /** Takes the first message. @returns whether the connection goes on */
  private greets(message: Message): boolean {
    const { secret, table } = this.service;
    if (secret !== undefined && !provesSecret(message, secret)) this.end();
    else if (!table.hasRoom) this.socket.end(Buffer.concat(framed(message, errorReply(tooMany()))), () => this.end());
    else {
      table.accept();
      this.isKnown = true;
    }
    return this.isKnown;
  }

  private async serve(message: Message): Promise<void> {
    const frames = await this.framesFor(message);
    if (frames.length > 0 && !this.socket.destroyed) {
      this.socket.cork();
      for (const frame of frames) this.socket.write(frame);
      this.socket.uncork();
      await this.written();
    }
    this.waiting--;
    if (!this.socket.isPaused() || this.waiting > 0) return;
    // What it didn't send while nobody read is not late.
    if (this.sinceMs !== undefined) this.sinceMs = performance.now();
    this.socket.resume();
  }

  /** Waits for a client that reads its answers slowly: they would be kept in memory. */
  private async written(): Promise<void> {
    if (this.socket.destroyed || !this.socket.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        this.socket.off('drain', go).off('close', go);
        resolve();
      };
      this.socket.on('drain', go).on('close', go);
    });
  }

  private async framesFor(message: Message): Promise<Buffer[]> {
    const { opCode } = message;
    try {
      if (opCode === OP.query) {
        const { db, doc } = parseOpQuery(message);
        const request = { ...requestOf(doc), db, connectionId: this.connectionId };
        return framed(message, await this.service.answer(request));
      }
      if (opCode !== OP.msg) throw unsupported(`The wire operation ${opCode}`, 115);
      const request = { ...parseOpMsg(message.bytes), connectionId: this.connectionId };
      const reply = await this.service.answer(request);
      return request.isUnacknowledged ? [] : framed(message, reply);
    } catch (error) {
      const known = error instanceof MongoError ? error : new MongoError(22, `Malformed message: ${String(error)}`);
      return framed(message, errorReply(known));
    }
  }
}

function framed({ opCode, requestId }: Message, reply: Buffer): Buffer[] {
  return opCode === OP.query ? opReply(reply, requestId) : opMsgReply(reply, requestId);
}

/** Names the process, so that whoever asks only whether it lives gets to know that. */
function tooMany(): MongoError {
  return new MongoError(1, 'Too many connections', { embeddedPid: new Int32(process.pid) });
}
