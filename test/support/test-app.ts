import type { DynamicModule, Type } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SchedulerRegistry } from '@nestjs/schedule';
import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import type supertest from 'supertest';
import { inject } from 'vitest';
import { createApp } from '../../src/app.setup.js';
import { ApiKeysService, type KeyWish } from '../../src/auth/api-keys.service.js';
import { AuditService } from '../../src/auth/audit.service.js';
import { OrganizationsService } from '../../src/auth/organizations.service.js';
import type { OrgId } from '../../src/lib/org-id.js';
import { openApiDocument } from '../../src/openapi.setup.js';
import { Clock } from '../../src/platform/clock.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { IndexBuilds } from '../../src/platform/indexes/index-builds.js';
import { DrainService } from '../../src/telemetry/drain.service.js';
import { DocumentedAnswers } from './documented-answers.js';
import { type Client, documentedClient } from './documented-client.js';
import { TEST_SECRET } from './test-secret.js';

/** A member of an organization, signed in. */
export interface Member {
  readonly orgId: OrgId;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly token: string;
  /** Sends a request with the member's token. */
  get(path: string): supertest.Test;
  post(path: string, body?: object): supertest.Test;
  put(path: string, body?: object): supertest.Test;
  delete(path: string): supertest.Test;
}

/** The real application on a database of its own. Every answer that its clients get is held against its OpenAPI
 * document. */
export interface TestApp {
  readonly app: NestExpressApplication;
  readonly connection: Connection;
  /** Sends a request without a token. */
  readonly http: Client;
  /** Makes an organization with a key and signs in.
   * @param wish what the key is to be; everything is allowed by default */
  join(name?: string, wish?: KeyWish): Promise<Member>;
  /** Waits until everything accepted so far is labelled, alerted and rolled up, and everything audited is written. */
  drain(): Promise<void>;
  /** Sets the time that the application sees; null lets it run again. */
  travelTo(instant: Date | null): void;
  /** Ends the application and drops its database. */
  close(): Promise<void>;
}

interface TestAppOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly extensions?: readonly (Type | DynamicModule)[];
  /** Whether periodic jobs run by themselves; without them a test calls each when it wants it. */
  readonly hasClockwork?: boolean;
}

/** Starts the application as `main.ts` does, on the run's MongoDB. */
export async function createTestApp({
  env = {},
  extensions = [],
  hasClockwork = true,
}: TestAppOptions = {}): Promise<TestApp> {
  const config = loadConfig({
    ENVIRONMENT: 'test',
    LOG_LEVEL: 'silent',
    JWT_SECRET_KEY: TEST_SECRET,
    MONGO_URI: inject('mongoUri'),
    MONGO_DB_NAME: `test_${randomBytes(8).toString('hex')}`,
    ...env,
  });
  const app = await createApp(config, extensions);
  await app.listen(0, '127.0.0.1');
  await app.get(IndexBuilds).finished();
  if (!hasClockwork) stopClockwork(app);
  const connection: Connection = app.get(getConnectionToken());
  const answers = new DocumentedAnswers(openApiDocument(app, config.appName));
  const http = documentedClient(app.getHttpServer(), answers);
  const clock = app.get(Clock);
  const realNow = clock.now.bind(clock);
  return {
    app,
    connection,
    http,
    join: (name = 'Acme', wish = {}) => signedUp({ app, http }, name, wish),
    drain: async () => {
      await app.get(DrainService).drain();
      await app.get(AuditService).flush();
    },
    travelTo: (instant) => {
      clock.now = instant === null ? realNow : () => new Date(instant);
    },
    close: async () => {
      await app.get(DrainService).drain();
      // What is written after the database is dropped would bring it back.
      await app.get(AuditService).flush();
      await connection.dropDatabase();
      await app.close();
    },
  };
}

function stopClockwork(app: NestExpressApplication): void {
  const jobs = app.get(SchedulerRegistry);
  for (const name of jobs.getIntervals()) jobs.deleteInterval(name);
}

async function signedUp({ app, http }: Pick<TestApp, 'app' | 'http'>, name: string, wish: KeyWish): Promise<Member> {
  const { organizationId } = await app.get(OrganizationsService).createOrganization(name);
  const { clientId, clientSecret } = await app.get(ApiKeysService).createKey(organizationId, wish);
  const answer = await http.post('/auth/token').send({ clientId, clientSecret }).expect(200);
  const token: string = answer.body.access_token;
  return {
    orgId: organizationId,
    clientId,
    clientSecret,
    token,
    get: (path) => http.get(path).auth(token, { type: 'bearer' }),
    post: (path, body) => http.post(path).auth(token, { type: 'bearer' }).send(body),
    put: (path, body) => http.put(path).auth(token, { type: 'bearer' }).send(body),
    delete: (path) => http.delete(path).auth(token, { type: 'bearer' }),
  };
}
