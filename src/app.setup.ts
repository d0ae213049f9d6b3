import { type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { parse, type ParsedUrlQuery } from 'node:querystring';
import { AppModule } from './app.module.js';
import { serveDocs } from './openapi.setup.js';
import type { AppConfig } from './platform/config/app-config.js';
import { BoundedAdapter } from './platform/http/bounded-adapter.js';
import { IGNORED_HEADER } from './platform/http/ignored-names.interceptor.js';
import { AppLogger } from './platform/logging/app-logger.js';
import { RequestLog } from './platform/logging/request-log.js';
import { serveWebPage } from './web.setup.js';

/** Builds the application as main, tests and tools share it: every room, the HTTP shell, the documentation pages. It
 * doesn't listen yet.
 * @param extensions further modules, as a team that extends AegisAI would add to AppModule
 * @throws DatabaseUnavailable where MONGO_URI leads nowhere */
export async function createApp(
  config: AppConfig,
  extensions: readonly (Type | DynamicModule)[] = [],
): Promise<NestExpressApplication> {
  const root = AppModule.forRoot(config);
  const module = { ...root, imports: [...(root.imports ?? []), ...extensions] };
  const app = await NestFactory.create<NestExpressApplication>(module, new BoundedAdapter(config), {
    // Until the logger is there, errors are thrown and the rest is of no interest.
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  app.useLogger(app.get(AppLogger));
  app.disable('x-powered-by');
  app.set('query parser', parametersOf);
  app.set('etag', false);
  // Before everything else, so that the pages below are logged as well.
  const requestLog = new RequestLog();
  app.use(requestLog.use.bind(requestLog));
  app.use(helmet({ contentSecurityPolicy: { directives: CONTENT_SECURITY_POLICY } }));
  allowOrigins(app, config.corsOrigins);
  if (config.docsEnabled) serveDocs(app, config);
  if (config.webEnabled) serveWebPage(app);
  return app;
}

/** Neither lists nor objects are made of names with brackets. All parameters are read, where the default would leave
 * out what stands after a thousand: how long an address may be bounds them. */
function parametersOf(query: string): ParsedUrlQuery {
  return parse(query, '&', '=', { maxKeys: 0 });
}

/** Without a list no page elsewhere may read an answer. There are no cookies, so none is ever sent along. */
function allowOrigins(app: NestExpressApplication, origins: string): void {
  if (origins === '') return;
  app.enableCors({
    origin: origins.split(',').map((origin) => origin.trim()),
    allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'Prefer', 'X-Request-Id'],
    exposedHeaders: [IGNORED_HEADER, 'Retry-After', 'X-Request-Id'],
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    maxAge: PREFLIGHT_SECONDS,
  });
}

const PREFLIGHT_SECONDS = 600;

/** Nothing comes from elsewhere. ReDoc makes its search index in a worker from a blob; both pages carry styles inline. */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  fontSrc: ["'self'", 'data:'],
  imgSrc: ["'self'", 'data:'],
  workerSrc: ["'self'", 'blob:'],
  // The server itself speaks plain HTTP: whoever puts TLS before it also says so.
  upgradeInsecureRequests: null,
};
