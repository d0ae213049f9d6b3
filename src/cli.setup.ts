import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuditVerifyService } from './auth/audit-verify.service.js';
import { AuthModule } from './auth/auth.module.js';
import type { AppConfig } from './platform/config/app-config.js';
import { ConfigError } from './platform/config/config-error.js';
import { loadConfigFromProcess } from './platform/config/load-config.js';
import { IndexBuilds } from './platform/indexes/index-builds.js';
import { joinRunningServer } from './platform/database.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { TelemetryStoresModule } from './telemetry/telemetry-stores.module.js';

/** What a command found or did, for people and for programs. */
export interface Outcome {
  readonly text: string;
  readonly json: object;
  /** Whether what was found is a reason for exit code 1. */
  readonly isFailure?: boolean;
}

/** Organizations, keys and stored telemetry: no HTTP, no pipeline, no periodic jobs. */
@Module({})
export class CliModule {
  static forRoot(config: AppConfig): DynamicModule {
    return { module: CliModule, imports: [PlatformModule.forRoot(config), AuthModule, TelemetryStoresModule] };
  }
}

/** Runs a command on the database, beside a running server or without one, and prints what came of it.
 * @param options `json` prints one JSON object and nothing else
 * @throws ConfigError, DatabaseUnavailable, and what the work throws */
export async function runOnDatabase(
  options: { readonly json?: boolean },
  work: (app: INestApplicationContext) => Promise<Outcome>,
): Promise<void> {
  const config = await joinRunningServer(loadConfigFromProcess());
  // Standard output is for the answer: programs read it.
  const silent = { logger: false, abortOnError: false } as const;
  const app = await NestFactory.createApplicationContext(CliModule.forRoot(config), silent);
  try {
    await app.get(IndexBuilds).finished();
    const { text, json, isFailure = false } = await work(app);
    process.stdout.write(`${options.json === true ? JSON.stringify(json) : text}\n`);
    if (isFailure) process.exitCode = 1;
  } finally {
    await app.close();
  }
}

/** Does what is audited, as {@link runOnDatabase} does.
 * @throws ConfigError where the secret isn't the servers': what is sealed with another would count as forged */
export async function changeDatabase(
  options: { readonly json?: boolean },
  work: (app: INestApplicationContext) => Promise<Outcome>,
): Promise<void> {
  await runOnDatabase(options, async (app) => {
    if (!(await app.get(AuditVerifyService).areSecretsKnown())) throw new ConfigError([ANOTHER_SECRET]);
    return work(app);
  });
}

const ANOTHER_SECRET = {
  variable: 'JWT_SECRET_KEY',
  problem: 'must be the secret that the servers use: the audit is sealed with it. If it is lost, run audit:adopt',
};
