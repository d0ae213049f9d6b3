import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface Schema {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

interface Operation {
  readonly security?: readonly unknown[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The committed document is the built one (see openapi.spec.ts): here it is held against what clients rely on. These rows
 * are the contract. They grow; a row that has to change breaks somebody. */
const document = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../docs/openapi.json'), 'utf8'),
) as Document;

const TOKEN = { access_token: 'string', token_type: 'string' };
const CREDENTIALS = { clientId: 'string', clientSecret: 'string' };
const INGESTED = { ingested: 'integer' };

const ROUTES = [
  { route: 'get /health', isClosed: false, status: 200, body: null, answer: { status: 'string' } },
  { route: 'post /auth/token', isClosed: false, status: 200, body: CREDENTIALS, answer: TOKEN },
  { route: 'get /auth/credentials', isClosed: true, status: 400, body: null, answer: null },
  { route: 'post /auth/credentials/refresh', isClosed: true, status: 200, body: null, answer: CREDENTIALS },
  { route: 'post /ingest/ml', isClosed: true, status: 200, body: { events: 'array' }, answer: INGESTED },
  { route: 'post /ingest/llm', isClosed: true, status: 200, body: { events: 'array' }, answer: INGESTED },
  {
    route: 'get /dashboard/health',
    isClosed: true,
    status: 200,
    body: null,
    answer: { score: 'number', details: 'HealthDetailsOut', updated_at: 'string|null' },
  },
  {
    route: 'get /dashboard/models',
    isClosed: true,
    status: 200,
    body: null,
    answer: { models: 'array' },
  },
  {
    route: 'get /dashboard/risk-distribution',
    isClosed: true,
    status: 200,
    body: null,
    answer: { normalCount: 'integer', suspiciousCount: 'integer', riskyCount: 'integer' },
  },
  { route: 'get /dashboard/alerts', isClosed: true, status: 200, body: null, answer: null },
] as const;

function resolved(schema: Schema | undefined): Schema {
  const name = schema?.$ref?.split('/').at(-1);
  return name === undefined ? (schema ?? {}) : (document.components.schemas[name] ?? {});
}

/** What a property is: its type, several of them, or the name of its schema. */
function kindOf(schema: Schema & { readonly anyOf?: readonly Schema[]; readonly allOf?: readonly Schema[] }): string {
  const [only] = schema.allOf ?? [];
  const reference = schema.$ref ?? only?.$ref;
  if (reference !== undefined) return reference.split('/').at(-1) ?? '';
  return schema.anyOf === undefined ? (schema.type ?? '') : schema.anyOf.map(kindOf).join('|');
}

function fieldsOf(schema: Schema | undefined): Record<string, string> {
  const { properties = {} } = resolved(schema);
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, kindOf(property)]));
}

function operation(route: string): Operation {
  const [method = '', at = ''] = route.split(' ');
  const found = document.paths[at]?.[method];
  if (found === undefined) throw new Error(`${route} is gone`);
  return found;
}

describe('what clients rely on', () => {
  it.each(ROUTES)('$route keeps its auth, body, status and answer', ({ route, isClosed, status, body, answer }) => {
    const { security, requestBody, responses } = operation(route);
    expect(security !== undefined).toBe(isClosed);
    expect(Object.keys(responses)).toContain(String(status));
    const asked = resolved(requestBody?.content['application/json']?.schema);
    if (body === null) expect(requestBody?.required ?? false).toBe(false);
    else expect(fieldsOf(asked)).toMatchObject(body);
    // Nothing more may become compulsory.
    expect([...(asked.required ?? [])].sort()).toEqual(Object.keys(body ?? {}).sort());
    if (answer === null) return;
    const given = responses[status]?.content?.['application/json']?.schema;
    expect(fieldsOf(given)).toMatchObject(answer);
    expect(resolved(given).required).toEqual(expect.arrayContaining(Object.keys(answer)));
  });

  it('every success is JSON', () => {
    for (const { route, status } of ROUTES.filter((row) => row.status === 200)) {
      expect(Object.keys(operation(route).responses[status]?.content ?? {})).toEqual(['application/json']);
    }
  });

  const COMMON = { model_name: 'string', latency_ms: 'number', timestamp: 'string' };

  it.each([
    {
      schema: 'MlEventIn',
      fields: { ...COMMON, prediction: 'string|number|boolean|object|array|null', input_data: 'object' },
      required: ['model_name', 'prediction', 'input_data', 'latency_ms'],
    },
    {
      schema: 'LLMEventIn',
      fields: { ...COMMON, prompt: 'string', response: 'string' },
      required: ['model_name', 'prompt', 'response', 'latency_ms'],
    },
    {
      schema: 'AlertOut',
      fields: {
        id: 'string',
        model_name: 'string|null',
        type: 'string',
        message: 'string',
        severity: 'string',
        created_at: 'string',
        resolved: 'boolean',
      },
      required: ['id', 'model_name', 'type', 'message', 'severity', 'created_at', 'resolved'],
    },
    {
      schema: 'ModelOut',
      fields: { model_name: 'string', mean_latency_ms: 'number', drift_score: 'number' },
      required: ['model_name', 'mean_latency_ms', 'drift_score'],
    },
  ])('$schema keeps its fields', ({ schema, fields, required }) => {
    const found = document.components.schemas[schema];
    expect(fieldsOf(found)).toMatchObject(fields);
    const isAnswer = schema.endsWith('Out');
    if (isAnswer) expect(found?.required).toEqual(expect.arrayContaining(required));
    else expect([...(found?.required ?? [])].sort()).toEqual([...required].sort());
  });

  it.each([
    { schema: 'AlertOut', field: 'type', values: ['drift', 'health', 'risk'] },
    { schema: 'AlertOut', field: 'severity', values: ['warning', 'critical'] },
    { schema: 'TokenOut', field: 'token_type', values: ['bearer'] },
  ])('$schema.$field knows $values', ({ schema, field, values }) => {
    expect(document.components.schemas[schema]?.properties?.[field]?.enum).toEqual(values);
  });

  it.each([
    { route: 'post /ingest/ml', items: 'MlEventIn', of: 'MlBatchIn', list: 'events' },
    { route: 'post /ingest/llm', items: 'LLMEventIn', of: 'LLMBatchIn', list: 'events' },
    { route: 'get /dashboard/models', items: 'ModelOut', of: 'ModelsOut', list: 'models' },
  ])('$route lists $items', ({ items, of, list }) => {
    expect(document.components.schemas[of]?.properties?.[list]?.items?.$ref).toBe(`#/components/schemas/${items}`);
  });

  it('get /dashboard/alerts answers a list of alerts', () => {
    const schema = operation('get /dashboard/alerts').responses['200']?.content?.['application/json']?.schema;
    expect(schema).toEqual({ type: 'array', items: { $ref: '#/components/schemas/AlertOut' } });
  });
});
