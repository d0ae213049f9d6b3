import { connect, type Socket } from 'node:net';
import { decodeTyped, encode, numberOf } from '../bson/bson.js';
import { MessageSplitter, OP } from '../wire/framing.js';

/** How long a silent server is believed to be busy and not gone, milliseconds. */
const PATIENCE_MS = 5000;
const REPLY_DOCUMENT_AT = 21;

/** Asks whether the server at an address is the embedded one of a certain process. A server that takes the connection
 * but is too busy to answer counts as alive: two writers on one directory would be worse than a refused start.
 * @param uri connection string @param pid process id that the server must give */
export async function isOwnerAnswering(uri: string, pid: number): Promise<boolean> {
  if (!URL.canParse(uri)) return false;
  const { hostname, port } = new URL(uri);
  const socket = connect({ host: hostname, port: Number(port) });
  try {
    return await answerOf(socket, pid);
  } finally {
    socket.destroy();
  }
}

function answerOf(socket: Socket, pid: number): Promise<boolean> {
  return new Promise((resolve) => {
    const splitter = new MessageSplitter();
    let isConnected = false;
    socket.setTimeout(PATIENCE_MS, () => resolve(isConnected));
    socket.once('connect', () => {
      isConnected = true;
      socket.write(helloMessage());
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.on('data', (chunk: Buffer) => {
      try {
        const [reply] = splitter.push(chunk);
        if (reply !== undefined)
          resolve(numberOf(decodeTyped(reply.bytes.subarray(REPLY_DOCUMENT_AT))['embeddedPid']) === pid);
      } catch {
        resolve(false);
      }
    });
  });
}

function helloMessage(): Buffer {
  const doc = encode({ hello: 1, $db: 'admin' });
  const message = Buffer.alloc(REPLY_DOCUMENT_AT + doc.length);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(OP.msg, 12);
  doc.copy(message, REPLY_DOCUMENT_AT);
  return message;
}
