import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.setup.js';
import { FirstKeyService } from './auth/first-key.service.js';
import type { AppConfig } from './platform/config/app-config.js';
import { ConfigError } from './platform/config/config-error.js';
import { loadConfigFromProcess } from './platform/config/load-config.js';

const EXIT = { failure: 1, configuration: 78 } as const;

/** A shutdown that takes longer than this has hung. */
const SHUTDOWN_MS = 14_000;

async function start(): Promise<void> {
  const config = loadConfigFromProcess();
  const app = await createApp(config);
  stopOnSignals(app);
  await app.listen(config.port, config.host);
  const url = urlOf(app, config);
  const firstKey = await app.get(FirstKeyService).ensureFirstKey();
  if (firstKey !== null) say(firstKeyText(url, firstKey.clientId, firstKey.clientSecret));
  say(`AegisAI is ready on ${url}`);
}

/** Ends in order: not ready, requests finished, queues drained, database closed. */
function stopOnSignals(app: NestExpressApplication): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(EXIT.failure), SHUTDOWN_MS).unref();
    await app.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stop().catch(fail);
    });
  }
}

/** Where clients find the server; the port that was taken, where 0 left the choice to the system. */
function urlOf(app: NestExpressApplication, config: AppConfig): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  return `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
}

function firstKeyText(url: string, clientId: string, clientSecret: string): string {
  return [
    'First key, shown this once:',
    `  clientId      ${clientId}`,
    `  clientSecret  ${clientSecret}`,
    'Try it:',
    `  curl -s ${url}/auth/token -H 'Content-Type: application/json' -d '${JSON.stringify({ clientId, clientSecret })}'`,
  ].join('\n');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(error: unknown): void {
  const isConfiguration = error instanceof ConfigError;
  const text =
    error instanceof Error ? (isConfiguration ? error.message : (error.stack ?? error.message)) : 'unknown error';
  process.stderr.write(`${text}\n`);
  process.exit(isConfiguration ? EXIT.configuration : EXIT.failure);
}

start().catch(fail);
