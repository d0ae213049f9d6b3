import { parentPort, workerData } from 'node:worker_threads';
import type { EmbeddedMongoOptions } from './embedded-mongo.js';
import { EmbeddedServer } from './embedded-server.js';
import { DataDirectoryInUse } from './lock-file.js';
import { DataDirectoryOpen } from './private-directory.js';
import { ReaderThread } from './server/reader-thread.js';
import { DataFileDamaged } from './data-file-damaged.js';
import type { StartMessage } from './start-message.js';

const { dataDir, ...options } = workerData as EmbeddedMongoOptions;

function report(message: StartMessage): void {
  parentPort?.postMessage(message, []);
}

async function run(): Promise<void> {
  const server = await EmbeddedServer.start({
    dataDir,
    ...options,
    reader: new ReaderThread(dataDir),
  });
  parentPort?.once('message', () => {
    void stop(server);
  });
  report({ kind: 'started', uri: server.uri, notice: server.notice });
}

async function stop(server: EmbeddedServer): Promise<void> {
  await server.stop();
  parentPort?.close();
}

try {
  await run();
} catch (error) {
  if (error instanceof DataDirectoryInUse) report({ kind: 'in-use', pid: error.pid, uri: error.uri });
  else if (error instanceof DataDirectoryOpen)
    report({ kind: 'open', directory: error.directory, problem: error.problem });
  else if (error instanceof DataFileDamaged) report({ kind: 'damaged', directory: error.directory, what: error.what });
  else report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}
