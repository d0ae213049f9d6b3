import { createServer } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { encode } from '../../../src/embedded-mongo/bson/bson.js';
import { hello } from '../../../src/embedded-mongo/commands/server-commands.js';
import type { Engine } from '../../../src/embedded-mongo/commands/engine.js';
import { MessageSplitter, OP, opMsgReply, opReply } from '../../../src/embedded-mongo/wire/framing.js';
import { parseOpMsg, type Request, requestOf } from '../../../src/embedded-mongo/wire/op-msg.js';
import { parseOpQuery } from '../../../src/embedded-mongo/wire/framing.js';

/* A server that stores nothing and says yes to everything: what is left is the driver and the wire. */

const HELLO = encode(hello({ now: Date.now } as Engine, requestOf(encode({ hello: 1 }))) as Record<string, unknown>);

function yes(request: Request): Buffer {
  if (request.command === 'hello' || request.command === 'ismaster' || request.command === 'isMaster') return HELLO;
  const [items = []] = request.sequences.values();
  return encode({ n: items.length, nModified: items.length, ok: 1 });
}

const server = createServer((socket) => {
  const splitter = new MessageSplitter();
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    for (const message of splitter.push(chunk)) {
      const frames =
        message.opCode === OP.query
          ? opReply(yes(requestOf(parseOpQuery(message).doc)), message.requestId)
          : opMsgReply(yes(parseOpMsg(message.bytes)), message.requestId);
      for (const frame of frames) socket.write(frame);
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  parentPort?.postMessage(`mongodb://127.0.0.1:${port}/?directConnection=true`, []);
});
