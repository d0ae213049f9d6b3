import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Express } from 'express';
import { createRequire } from 'node:module';
import type { AppConfig } from './platform/config/app-config.js';
import { problemAnswer } from './platform/openapi/api-problems.decorator.js';

const VERSION = '1.0.0';

/** Writes the OpenAPI 3.1 document from the controllers and DTOs. */
export function openApiDocument(app: INestApplication, title: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'From POST /auth/token.' })
    .addTag('Authentication', 'Tokens and keys.')
    .addTag('Ingest', 'Telemetry in.')
    .addTag('Dashboard', 'What came of it.')
    .addTag('Events', 'One by one: lists, details, exports.')
    .addTag('Models', 'What is normal for a model.')
    .addTag('Risk', 'How calls of language models are judged.')
    .addTag('Operations', 'What needs somebody to look at.')
    .addTag('Probes', 'For orchestrators and Prometheus.')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '').toLowerCase()}_${method}`,
  });
  for (const { get, put, post, delete: remove } of Object.values(document.paths)) {
    for (const operation of [get, put, post, remove]) {
      if (operation === undefined) continue;
      describeSuccess(operation);
      describeUnknownNames(operation);
    }
    if (get?.security !== undefined) get.responses['429'] ??= problemAnswer(429);
  }
  addTokenForm(document);
  return document;
}

/** The one body that comes in two forms, for which decorators have no words. */
function addTokenForm({ paths }: OpenAPIObject): void {
  const body = paths['/auth/token']?.post?.requestBody;
  if (body === undefined || !('content' in body)) throw new Error('POST /auth/token has no body');
  body.content['application/x-www-form-urlencoded'] = { schema: { $ref: '#/components/schemas/TokenFormIn' } };
}

/** Every answer needs a description; that of a success is the operation's, where its decorator has none. */
function describeSuccess({ summary = '', responses }: Operation): void {
  for (const response of Object.values(responses)) {
    if (response !== undefined && 'description' in response && response.description === '')
      response.description = summary;
  }
}

/** All routes but the probes refuse parameters that they don't have, for which OpenAPI has no words, and keys. */
function describeUnknownNames({ tags = [], responses }: Operation): void {
  if (!tags.includes('Probes')) responses['422'] ??= problemAnswer(422);
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** Serves Swagger UI at /docs, ReDoc at /redoc and the document at /openapi.json, without a request to anywhere else. */
export function serveDocs(app: NestExpressApplication, config: AppConfig): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app, config.appName), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: config.appName,
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true },
  });
  const bundle = createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js');
  const express: Express = app.getHttpAdapter().getInstance();
  express.get('/redoc', (_request, response) => void response.type('html').send(REDOC_PAGE));
  express.get('/redoc/redoc.js', (_request, response) => response.sendFile(bundle));
}

const REDOC_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>API reference</title>
    <style>body { margin: 0; }</style>
  </head>
  <body>
    <redoc spec-url="/openapi.json"></redoc>
    <script src="/redoc/redoc.js"></script>
  </body>
</html>
`;

const DESCRIPTION = `
Observability for machine-learning models and language models. Services send batches of predictions and calls; AegisAI stores
them durably and answers at once. Afterwards it labels every event (normal, suspicious, risky), measures drift, keeps a health
score and raises alerts.

**First steps.** Get a token with your \`clientId\` and \`clientSecret\` from \`POST /auth/token\`; press *Authorize* and paste the
\`access_token\`. Send a few events to \`POST /ingest/llm\` or \`POST /ingest/ml\`. About two seconds later they show in
\`GET /dashboard/risk-distribution\`.

**Errors** are all of one shape, \`application/problem+json\`: \`code\` is stable, \`detail\` is a sentence or, for status 422, the list
of faulty fields. **Names** of query parameters and of keys in bodies that are not known are refused with 422, which names the
nearest known one; of events they are ignored, and the header \`Aegis-Ignored\` names them. **Times** are RFC 3339; answers are
UTC. **Numbers** are IEEE doubles. Of two equal keys in an object the last one counts. **An organization** is what the token says; nothing else can name one.
`;
