import { connect, type Socket } from 'node:net';
import { decodeTyped, encode, numberOf } from '../bson/bson.js';
import { MessageSplitter, OP } from '../wire/framing.js';
import { addressOf } from './address.js';

/** How long a silent server is believed to be busy and not gone, milliseconds. */
const PATIENCE_MS = 5000;
const REPLY_DOCUMENT_AT = 21;
/** A socket whose server has so many waiting that it takes no more: somebody listens there. */
const BUSY = 'EAGAIN';

/** Asks whether the server at an address is the embedded one of a certain process. A server that takes the connection
 * but is too busy to answer counts as alive: two writers on one directory would be worse than a refused start.
 * @param uri connection string, with its secret where it has one @param pid process id that the server must give */
export async function isOwnerAnswering(uri: string, pid: number): Promise<boolean> {
  const address = addressOf(uri);
  if (address === undefined) return false;
  const socket = connect(address.connect);
  try {
    return await answerOf(socket, pid, address.secret);
  } finally {
    socket.destroy();
  }
}

function answerOf(socket: Socket, pid: number, secret: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const splitter = new MessageSplitter();
    let isConnected = false;
    socket.setTimeout(PATIENCE_MS, () => resolve(isConnected));
    socket.once('connect', () => {
      isConnected = true;
      socket.write(helloMessage(secret));
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === BUSY));
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

function helloMessage(secret: string | undefined): Buffer {
  const client = secret === undefined ? {} : { client: { application: { name: secret } } };
  const doc = encode({ hello: 1, ...client, $db: 'admin' });
  const message = Buffer.alloc(REPLY_DOCUMENT_AT + doc.length);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(OP.msg, 12);
  doc.copy(message, REPLY_DOCUMENT_AT);
  return message;
}
