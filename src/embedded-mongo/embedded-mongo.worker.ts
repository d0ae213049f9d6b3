import { parentPort, workerData } from 'node:worker_threads';
import { EmbeddedServer } from './embedded-server.js';

const { dataDir, port } = workerData as { dataDir: string; port: number };
const server = await EmbeddedServer.start({ dataDir, port });
parentPort?.once('message', () => {
  void server.stop().then(() => {
    parentPort?.postMessage({ kind: 'stopped' });
    parentPort?.close();
  });
});
parentPort?.postMessage({ kind: 'started', uri: server.uri });
