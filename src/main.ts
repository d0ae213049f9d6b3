import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { createApp } from './app.setup.js';
import { FirstKeyService } from './auth/first-key.service.js';
import { firstKeyText } from './first-key.setup.js';
import { DataDirectoryInUse } from './embedded-mongo/lock-file.js';
import { DataFileDamaged } from './embedded-mongo/data-file-damaged.js';
import { errorLine } from './lib/error-line.js';
import type { AppConfig } from './platform/config/app-config.js';
import { ConfigError } from './platform/config/config-error.js';
import { loadConfigFromProcess } from './platform/config/load-config.js';
import { RestoreUnfinished } from './platform/backup/backup-errors.js';
import { AppError } from './platform/errors/app-error.js';
import { IndexBuilds } from './platform/indexes/index-builds.js';
import { IndexNotBuilt } from './platform/indexes/index-not-built.js';

const EXIT = { failure: 1, configuration: 78 } as const;

/** A shutdown that takes longer than this has hung. */
const SHUTDOWN_MS = 14_000;
/** How long requests may go on once a shutdown has begun. */
const REQUESTS_MS = 3000;
const IDLE_CHECK_MS = 100;
/** How far V8 lets a heap grow beyond what lives in it before it collects, percent. Its own measure is a multiple: then
 * whoever sends keys that nobody has sent before makes the process grow by more than a hundred megabytes of garbage. */
const HEAP_GROWING_PERCENT = 50;

async function start(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
  const config = loadConfigFromProcess();
  const app = await createApp(config);
  stopOnSignals(app);
  await app.listen(config.port, config.host);
  await app.get(IndexBuilds).finished();
  const url = urlOf(app, config);
  const firstKey = await app.get(FirstKeyService).ensureFirstKey();
  if (firstKey !== null) say(firstKeyText(url, firstKey));
  if (firstKey !== null && config.webEnabled) say(`Or look: sign in with it at ${url}/ui/`);
  say(`AegisAI is ready on ${url}`);
}

/** Ends in order: not ready, requests finished, queues drained, database closed. */
function stopOnSignals(app: NestExpressApplication): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(EXIT.failure), SHUTDOWN_MS).unref();
    endConnections(app.getHttpServer());
    await app.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stop().catch(fail);
    });
  }
}

/** Lets requests under way finish, and no connection live on: one that its client keeps alive would hold up the end. */
function endConnections(server: Server): void {
  server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
  setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS).unref();
  setTimeout(() => server.closeAllConnections(), REQUESTS_MS).unref();
}

/** Where clients find the server; the port that was taken, where 0 left the choice to the system. */
function urlOf(app: NestExpressApplication, config: AppConfig): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(error: unknown): void {
  process.stderr.write(`${textOf(error)}\n`);
  process.exit(error instanceof ConfigError ? EXIT.configuration : EXIT.failure);
}

/** Errors that say what to do. */
const OPERATORS = [AppError, DataDirectoryInUse, IndexNotBuilt, RestoreUnfinished, DataFileDamaged] as const;

/** What an operator can mend is said in a line; anything else with its stack. */
function textOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (OPERATORS.some((kind) => error instanceof kind)) return `error: ${errorLine(error)}`;
  return error instanceof Error ? (error.stack ?? error.message) : 'unknown error';
}

start().catch(fail);
