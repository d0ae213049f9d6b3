import { parentPort, workerData } from 'node:worker_threads';
import { openEngine } from '../commands/engine.js';
import { COMMANDS } from '../commands/table.js';
import { MongoError } from '../errors.js';
import { requestOf } from '../wire/op-msg.js';
import { errorReply, runRead } from './dispatcher.js';
import { READER_PARITY, type ReadResult, type ReadTask } from './reader-thread.js';

const { dataDir } = workerData as { dataDir: string };
const engine = openEngine({ dataDir, cursorParity: READER_PARITY });

parentPort?.on('message', (message: ReadTask | null) => {
  if (message === null) void close();
  else {
    const reply = new Uint8Array(answer(Buffer.from(message.body.buffer)));
    const result: ReadResult = { task: message.task, reply };
    parentPort?.postMessage(result, [reply.buffer]);
  }
});
parentPort?.postMessage('ready', []);

function answer(body: Buffer): Buffer {
  try {
    const request = requestOf(body);
    const command = COMMANDS.get(request.command);
    if (command === undefined || command.kind === 'write')
      throw new MongoError(1, `${request.command} only reads nothing`);
    return runRead(engine, command, request);
  } catch (error) {
    return errorReply(error);
  }
}

async function close(): Promise<void> {
  await engine.env.close();
  parentPort?.close();
}
