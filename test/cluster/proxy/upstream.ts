import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { decodeTyped, type Doc } from '../../../src/embedded-mongo/bson/bson.js';
import { MessageSplitter } from '../../../src/embedded-mongo/wire/framing.js';
import { commandMessage, replyDocument, type Sequences } from './wire.js';

const NONE: Sequences = new Map();

/** One connection to the server behind the proxy. */
export class Upstream {
  private readonly waiting = new Map<number, { resolve(doc: Buffer): void; reject(error: Error): void }>();
  private lastId = 0;

  private constructor(private readonly socket: Socket) {
    const splitter = new MessageSplitter();
    socket.on('data', (chunk: Buffer) => {
      for (const { bytes } of splitter.push(chunk)) this.answered(bytes);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('the server behind the proxy is gone'));
      this.waiting.clear();
    });
  }

  /** @param uri of a single server that asks for no credentials: a port, or a socket's percent-encoded path */
  static async connect(uri: string): Promise<Upstream> {
    const [, host = '', port] = /^mongodb:\/\/(?:[^@/]*@)?([^:/?]+)(?::(\d+))?/.exec(uri) ?? [];
    const socket = port === undefined ? connect(decodeURIComponent(host)) : connect(Number(port), host);
    await once(socket, 'connect');
    socket.setNoDelay(true);
    const upstream = new Upstream(socket);
    // The server breaks off connections that stay silent when many come at once, and the proxy answers greetings itself.
    await upstream.run({ ping: 1, $db: 'admin' });
    return upstream;
  }

  /** Runs a command. @returns the bytes of the reply document @throws Error where the connection breaks */
  async run(body: Doc, sequences: Sequences = NONE): Promise<Buffer> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) return reject(new Error('the server behind the proxy is gone'));
      this.waiting.set(id, { resolve, reject });
      this.socket.write(commandMessage(id, body, sequences));
    });
  }

  /** Runs a command. @returns the reply, decoded with the classes of BSON */
  async ask(body: Doc, sequences: Sequences = NONE): Promise<Doc> {
    return decodeTyped(await this.run(body, sequences));
  }

  /** Ends the connection. */
  close(): void {
    this.socket.destroy();
  }

  private answered(message: Buffer): void {
    const id = message.readInt32LE(8);
    this.waiting.get(id)?.resolve(replyDocument(message));
    this.waiting.delete(id);
  }
}
