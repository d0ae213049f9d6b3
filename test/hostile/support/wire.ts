import { request } from 'node:http';
import { connect, type Socket } from 'node:net';

/** Stands in what hostile inputs carry, so that it is recognized wherever it shows again. */
export const CANARY = 'canary-hostile-9b2e';

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Text and bytes go as they are. */
  readonly body?: string | Buffer;
}

/** What came back. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

const DEADLINE_MS = 10_000;

/** Sends one request on a connection of its own. */
export async function send(port: number, { method, path, headers = {}, body }: WireRequest): Promise<WireAnswer> {
  const isSized = body !== undefined && headers['Transfer-Encoding'] === undefined;
  const length = !isSized ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = { ...length, ...headers } as Record<string, string | string[]>;
    const options = { host: '127.0.0.1', port, method, path, agent: false, timeout: DEADLINE_MS, headers: sent };
    const outgoing = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on('error', reject);
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${DEADLINE_MS} ms`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A connection on which bytes are written as they are. */
export interface RawConnection {
  readonly socket: Socket;
  /** Waits until the server has ended the connection.
   * @returns everything it has sent */
  ended(): Promise<string>;
}

/** Opens one and writes to it. */
export function openRaw(port: number, head: string | Buffer, from = '127.0.0.1'): RawConnection {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  const ended = new Promise<string>((resolve, reject) => {
    const deadline = setTimeout(() => {
      socket.destroy();
      reject(new Error(`the connection is still open after ${DEADLINE_MS} ms; so far: ${text}`));
    }, DEADLINE_MS);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(deadline);
      resolve(text);
    });
  });
  socket.write(head);
  return { socket, ended: async () => ended };
}

/** Writes bytes as they are and waits for the end of the connection. */
export async function sendRaw(port: number, bytes: string | Buffer): Promise<{ status: number; text: string }> {
  const text = await openRaw(port, bytes).ended();
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}
