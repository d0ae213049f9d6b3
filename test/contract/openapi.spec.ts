import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../src/openapi.setup.js';
import { DocumentedAnswers } from '../support/documented-answers.js';
import { createTestApp, type Member, type TestApp } from '../support/test-app.js';

const COMMITTED = path.resolve(import.meta.dirname, '../../docs/openapi.json');

/** A part of the document, with where it stands. */
interface Part<Value> {
  readonly where: string;
  readonly value: Value;
}

interface Property {
  readonly description?: string;
  readonly example?: unknown;
  readonly type?: string;
  readonly $ref?: string;
  readonly allOf?: readonly unknown[];
  readonly items?: { readonly $ref?: string };
}

interface Operation {
  readonly summary?: string;
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly requestBody?: object;
  readonly parameters?: readonly (Property & {
    readonly name: string;
    readonly in: string;
    readonly schema: Property;
  })[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
}

describe('the OpenAPI document', () => {
  let app: TestApp, member: Member, document: OpenAPIObject, answers: DocumentedAnswers;
  beforeAll(async () => {
    app = await createTestApp();
    member = await app.join();
    document = JSON.parse(JSON.stringify(openApiDocument(app.app, 'AegisAI Backend'))) as OpenAPIObject;
    answers = new DocumentedAnswers(document);
  });
  afterAll(() => app.close());

  function operations(): Part<Operation>[] {
    return Object.entries(document.paths).flatMap(([route, methods]) =>
      Object.entries(methods as Record<string, Operation>).map(([method, value]) => ({
        where: `${method} ${route}`,
        value,
      })),
    );
  }

  function properties(): Part<Property>[] {
    return Object.entries(document.components?.schemas ?? {}).flatMap(([name, schema]) =>
      Object.entries((schema as { properties?: Record<string, Property> }).properties ?? {}).map(
        ([property, value]) => ({
          where: `${name}.${property}`,
          value,
        }),
      ),
    );
  }

  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone({ ...document }));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
  });

  it('is the committed one; "npm run openapi" writes it anew', () => {
    expect(JSON.parse(readFileSync(COMMITTED, 'utf8'))).toEqual(document);
  });

  it('is what the application serves', async () => {
    const { body } = await app.http.get('/openapi.json').expect(200);
    expect(body).toEqual(document);
  });

  it('refers to nothing that is not there', () => {
    const known = Object.keys(document.components?.schemas ?? {});
    const used = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]*)"/g)].map(([, name]) => name);
    expect(used.filter((name) => !known.includes(name ?? ''))).toEqual([]);
    expect(known.filter((name) => !used.includes(name))).toEqual([]);
  });

  it('describes every property', () => {
    const silent = properties().filter(({ value }) => !value.description);
    expect(silent.map(({ where }) => where)).toEqual([]);
  });

  it('gives every property an example; those made of a schema have its examples', () => {
    const isMadeOfSchema = ({ $ref, allOf, items }: Property): boolean =>
      $ref !== undefined || allOf !== undefined || items?.$ref !== undefined;
    const without = properties().filter(({ value }) => value.example === undefined && !isMadeOfSchema(value));
    expect(without.map(({ where }) => where)).toEqual([]);
  });

  it('gives true examples', () => {
    const schemas = Object.entries(document.components?.schemas ?? {});
    const faults = schemas.flatMap(([name, schema]) => {
      const { properties: own = {} } = schema as { properties?: Record<string, Property> };
      const examples = Object.entries(own).flatMap(([field, { example }]) =>
        example === undefined ? [] : [[field, example]],
      );
      const fault = answers.faultsOfComponent(name, Object.fromEntries(examples));
      return fault === null || /must have required property/.test(fault) ? [] : [`${name}: ${fault}`];
    });
    expect(faults).toEqual([]);
  });

  it('gives examples of requests that are accepted as they stand', async () => {
    const schemas = document.components?.schemas as Record<string, { properties: Record<string, Property> }>;
    const exampleOf = (name: string): object =>
      Object.fromEntries(
        Object.entries(schemas[name]?.properties ?? {}).map(([field, { example }]) => [field, example]),
      );
    await member.post('/ingest/ml', exampleOf('MlBatchIn')).expect(200, { ingested: 1 });
    await member.post('/ingest/llm', exampleOf('LLMBatchIn')).expect(200, { ingested: 1 });
    await member.put('/models/fraud-v3/profile', exampleOf('ModelProfileIn')).expect(200);
    await app.http.post('/auth/token').send(exampleOf('TokenIn')).expect(401);
    await app.drain();
  });

  it('bounds every number and every list that is sent', () => {
    const sent = properties().filter(({ where }) => /In\./.test(where));
    const unbounded = sent.filter(({ value }) => {
      const text = JSON.stringify(value);
      return (
        (/"type":"(number|integer)"/.test(text) &&
          value.type !== 'object' &&
          !('maximum' in value) &&
          !text.includes('anyOf')) ||
        (value.type === 'array' && !('maxItems' in value)) ||
        (value.type === 'string' && !('maxLength' in value) && !('format' in value))
      );
    });
    expect(unbounded.map(({ where }) => where)).toEqual([]);
  });

  it('says of every operation what it is for, under a tag that is explained', () => {
    const tags = (document.tags ?? []).map(({ name }) => name);
    for (const { where, value } of operations()) {
      expect(value.summary, where).toMatch(/\.$/);
      expect(value.tags, where).toHaveLength(1);
      expect(tags, where).toContain(value.tags?.[0]);
    }
    const ids = operations().map(({ value }) => value.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('describes every parameter, with an example', () => {
    const parameters = operations().flatMap(({ where, value }) =>
      (value.parameters ?? []).map((parameter) => ({ where: `${where} ${parameter.name}`, value: parameter })),
    );
    const poor = parameters.filter(
      ({ value }) => !value.description || (value.example ?? value.schema.example) === undefined,
    );
    expect(poor.map(({ where }) => where)).toEqual([]);
  });

  it('declares the error statuses of every operation, all as problem+json', () => {
    for (const { where, value } of operations()) {
      const statuses = Object.keys(value.responses).map(Number);
      const wanted = [
        ...(value.security === undefined ? [] : [400, 401, 503]),
        ...(value.requestBody === undefined ? [] : [422, 503]),
        // A body that nobody asked for is read and refused like any other.
        ...(where.startsWith('get ') ? [] : [400, 413, 415]),
        ...((value.parameters ?? []).length === 0 ? [] : [422]),
      ];
      expect(statuses, where).toEqual(expect.arrayContaining(wanted));
      for (const status of statuses.filter((one) => one >= 400)) {
        const { 'application/json': oauth, ...content } = (value.responses[status]?.content ?? {}) as Record<
          string,
          object
        >;
        expect(content, `${where} ${status}`).toEqual({
          'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemOut' } },
        });
        // The one route that speaks OAuth as well.
        const speaksOAuth = where === 'post /auth/token' && [400, 401, 429].includes(status);
        const wantedOAuth = speaksOAuth ? { schema: { $ref: '#/components/schemas/OAuthErrorOut' } } : undefined;
        expect(oauth, `${where} ${status}`).toEqual(wantedOAuth);
      }
    }
  });

  it('says of every answer what it means', () => {
    const silent = operations().flatMap(({ where, value }) =>
      Object.entries(value.responses).flatMap(([status, { description }]) =>
        description === '' ? [`${where} ${status}`] : [],
      ),
    );
    expect(silent).toEqual([]);
  });
});
