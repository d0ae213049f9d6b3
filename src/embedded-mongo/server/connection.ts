import type { Socket } from 'node:net';
import { MongoError, unsupported } from '../errors.js';
import { type Message, MessageSplitter, OP, opMsgReply, opReply, parseOpQuery } from '../wire/framing.js';
import { parseOpMsg, type Request, requestOf } from '../wire/op-msg.js';
import { errorReply } from './dispatcher.js';

/** Answers a request. */
export type Answer = (request: Request) => Promise<Buffer>;

/** Serves one client: its commands run one after the other, in the order they came. */
export function serveConnection(socket: Socket, answer: Answer): void {
  const connection = new Connection(socket, answer);
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => connection.receive(chunk));
  // A client that goes away is none of the server's concern; `close` follows.
  socket.on('error', () => socket.destroy());
}

let connections = 0;

class Connection {
  private readonly connectionId = ++connections;
  private readonly splitter = new MessageSplitter();
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly socket: Socket,
    private readonly answer: Answer,
  ) {}

  receive(chunk: Buffer): void {
    try {
      for (const message of this.splitter.push(chunk)) {
        this.queue = this.queue.then(() => this.serve(message));
      }
    } catch {
      this.socket.destroy();
    }
  }

  private async serve(message: Message): Promise<void> {
    const frames = await this.framesFor(message);
    if (frames.length === 0 || this.socket.destroyed) return;
    this.socket.cork();
    for (const frame of frames) this.socket.write(frame);
    this.socket.uncork();
  }

  private async framesFor(message: Message): Promise<Buffer[]> {
    const { requestId, opCode } = message;
    try {
      if (opCode === OP.query) {
        const { db, doc } = parseOpQuery(message);
        return opReply(await this.answer({ ...requestOf(doc), db, connectionId: this.connectionId }), requestId);
      }
      if (opCode !== OP.msg) throw unsupported(`The wire operation ${opCode}`, 115);
      const request = { ...parseOpMsg(message.bytes), connectionId: this.connectionId };
      const reply = await this.answer(request);
      return request.isUnacknowledged ? [] : opMsgReply(reply, requestId);
    } catch (error) {
      const reply = errorReply(
        error instanceof MongoError ? error : new MongoError(22, `Malformed message: ${String(error)}`),
      );
      return opCode === OP.query ? opReply(reply, requestId) : opMsgReply(reply, requestId);
    }
  }
}
