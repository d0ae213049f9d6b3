// A relay before a server that gives the tests what MongoDB has under `enableTestCommands`: fail points. The server itself
// has none, and never will: they are for tests. What no fail point concerns is passed on byte for byte.
import { connect, createServer } from 'node:net';
import { deserialize, serialize } from 'bson';
import { addressOf } from '../../dist/embedded-mongo/server/address.js';
import { MessageSplitter, OP, opMsgReply } from '../../dist/embedded-mongo/wire/framing.js';

/** Starts a relay. @returns {Promise<{uri: string, stop(): void}>} */
export async function startRelay(uri) {
  const target = addressOf(uri);
  const failing = new FailPoint();
  const sockets = new Set();
  const server = createServer((client) => {
    const upstream = connect(target.connect);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ]) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
    upstream.on('data', (chunk) => client.write(chunk));
    const splitter = new MessageSplitter();
    let queue = Promise.resolve();
    client.on('data', (chunk) => {
      for (const message of splitter.push(chunk))
        queue = queue.then(() => relay(message, { client, upstream, failing }));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { uri: `mongodb://127.0.0.1:${server.address().port}/`, stop };
}

/** Sends a message on, unless the answer is this relay's to give. */
async function relay({ opCode, requestId, bytes }, { client, upstream, failing }) {
  const body = opCode === OP.msg ? deserialize(bodyOf(bytes)) : {};
  const own = failing.configure(body) ?? parameters(body);
  const fault = own === undefined ? failing.meet(body) : undefined;
  if (fault?.blockConnection) await new Promise((resolve) => setTimeout(resolve, fault.blockTimeMS));
  if (fault?.closeConnection) client.destroy();
  const answer = own ?? failure(fault);
  if (answer === undefined) upstream.write(bytes);
  else for (const frame of opMsgReply(Buffer.from(serialize(answer)), requestId)) client.write(frame);
}

/** The error that a fail point asks for. */
function failure({ errorCode, errorLabels } = {}) {
  if (errorCode === undefined) return undefined;
  return { ok: 0, code: errorCode, errmsg: 'failCommand', ...(errorLabels && { errorLabels }) };
}

/** The runner wants to know the server's parameters. None of those it asks after are set here. */
function parameters(body) {
  return 'getParameter' in body ? { ok: 1, authenticationMechanisms: [] } : undefined;
}

/** The first section of kind 0 of an OP_MSG. */
function bodyOf(bytes) {
  for (let at = 20; at < bytes.length; at += 1 + bytes.readInt32LE(at + 1)) {
    if (bytes[at] === 0) return bytes.subarray(at + 1, at + 1 + bytes.readInt32LE(at + 1));
  }
  return serialize({});
}

/** The one fail point of MongoDB that the specifications use: `failCommand`. */
class FailPoint {
  #data;
  #left = 0;

  /** Takes a `configureFailPoint`. @returns its answer; undefined for any other command */
  configure({ configureFailPoint, mode, data }) {
    if (configureFailPoint === undefined) return undefined;
    if (configureFailPoint !== 'failCommand')
      return { ok: 0, code: 9, errmsg: `no fail point ${configureFailPoint} here` };
    this.#left = mode === 'alwaysOn' ? Infinity : mode === 'off' ? 0 : mode.times;
    this.#data = data;
    return { ok: 1 };
  }

  /** @returns what is to go wrong with a command */
  meet(body) {
    const [command] = Object.keys(body);
    if (this.#left <= 0 || !this.#data?.failCommands?.includes(command)) return undefined;
    this.#left--;
    return this.#data;
  }
}
