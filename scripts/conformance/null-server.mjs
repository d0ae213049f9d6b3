// A server that says yes to everything and knows nothing: what passes on it too, says nothing about a database.
import { createServer } from 'node:net';
import { serialize } from 'bson';
import { MessageSplitter, OP, opMsgReply, opReply, parseOpQuery } from '../../dist/embedded-mongo/wire/framing.js';
import { parseOpMsg, requestOf } from '../../dist/embedded-mongo/wire/op-msg.js';
import { hello } from '../../dist/embedded-mongo/commands/server-commands.js';

/** Starts it. @returns {Promise<{uri: string, stop(): void}>} */
export async function startNullServer() {
  const sockets = new Set();
  const server = createServer((socket) => {
    const splitter = new MessageSplitter();
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      for (const message of splitter.push(chunk)) for (const frame of answer(message)) socket.write(frame);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { uri: `mongodb://127.0.0.1:${server.address().port}/?directConnection=true`, stop };
}

function answer(message) {
  const { opCode, requestId, bytes } = message;
  if (opCode === OP.query) return opReply(encoded(requestOf(parseOpQuery(message).doc)), requestId);
  const request = parseOpMsg(bytes);
  return request.isUnacknowledged ? [] : opMsgReply(encoded(request), requestId);
}

function encoded(request) {
  return Buffer.from(serialize(yes(request)));
}

function yes(request) {
  const { command, body, sequences, db } = request;
  const items = [...sequences.values()][0]?.length ?? body.documents?.length ?? body.updates?.length ?? 0;
  switch (command) {
    case 'hello':
    case 'ismaster':
    case 'isMaster':
      return hello({ now: Date.now }, request);
    case 'find':
    case 'aggregate':
    case 'listIndexes':
    case 'listCollections':
    case 'getMore':
      return { cursor: { id: 0n, ns: `${db}.${String(body[command])}`, firstBatch: [], nextBatch: [] }, ok: 1 };
    case 'findAndModify':
      return { value: null, lastErrorObject: { n: 0 }, ok: 1 };
    case 'distinct':
      return { values: [], ok: 1 };
    default:
      return { n: items, nModified: items, ok: 1 };
  }
}
