import type { OpenAPIObject } from '@nestjs/swagger';
import * as fc from 'fast-check';
import type { WireRequest } from './wire.js';

/** A JSON schema, as far as requests are made from it. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly example?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

interface Operation {
  readonly security?: readonly unknown[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: Schema;
    readonly required?: boolean;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** A request made from the document. */
export interface MadeRequest extends WireRequest {
  /** Whether a good token goes with it. */
  readonly isSignedIn: boolean;
}

/** Checking a secret takes a tenth of a second on purpose; a stream lasts as long as it is asked to, at least one. */
const SLOW_ROUTES = new Set(['/auth/token', '/auth/credentials/refresh', '/dashboard/live']);

/** What is answered for as long as nothing is said of `seconds`. */
const ENDLESS = new Set(['/dashboard/live']);

/** Values that break what is careless. */
const HOSTILE: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    null,
    -1,
    1e308,
    -0,
    '',
    '\0',
    '\ud800',
    '\u202e',
    'NaN',
    [],
    {},
    [[]],
    true,
    2 ** 53,
    '$where',
    '2026-02-30',
  ),
  fc.constantFrom(
    JSON.parse('{"__proto__":{"a":1}}'),
    { _bsontype: 'ObjectId' },
    { $gt: '' },
    { 'a.b': 1, '': 2 },
    { constructor: 1, toJSON: 1 },
  ),
  fc.nat({ max: 3000 }).map(nested),
  fc.nat({ max: 400_000 }).map((length) => 'x'.repeat(length)),
  fc.string({ unit: 'binary' }),
);

function nested(levels: number): unknown {
  return JSON.parse('['.repeat(levels + 1) + ']'.repeat(levels + 1));
}

/** @returns requests to every operation of a document: most of them good or nearly so, some broken in the middle */
export function requestsFrom(document: OpenAPIObject): fc.Arbitrary<MadeRequest> {
  const schemas = (document.components?.schemas ?? {}) as Readonly<Record<string, Schema>>;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
      arbitrary: requestTo(method.toUpperCase(), path, { operation, schemas }),
      weight: SLOW_ROUTES.has(path) ? 1 : 12,
    })),
  );
  return fc.oneof(...operations);
}

function requestTo(
  method: string,
  path: string,
  { operation, schemas }: { operation: Operation; schemas: Readonly<Record<string, Schema>> },
): fc.Arbitrary<MadeRequest> {
  const content = Object.entries(operation.requestBody?.content ?? {})[0];
  const body = content === undefined ? fc.constant(null) : bodyOf(valueOf(content[1].schema, schemas));
  const headersIn = (operation.parameters ?? []).filter((parameter) => parameter.in === 'header');
  const headers = fc.record(
    Object.fromEntries(headersIn.map(({ name, schema }) => [name, fc.oneof(exampleOf(schema), VISIBLE)])),
    { requiredKeys: [] },
  );
  return fc
    .record({
      method: mostly(fc.constant(method), fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS')),
      parts: fc.array(
        fc.oneof(VISIBLE, fc.string({ unit: 'binary' }), fc.constantFrom('fraud-v3', 'a/b', '..', '%', '\0')),
      ),
      query: mostly(
        fc.constant(ENDLESS.has(path) ? '?seconds=1' : ''),
        VISIBLE.map((text) => `?seconds=1&${encodeURIComponent(text)}=1&limit=1&limit=2`),
      ),
      headers,
      type: mostly(
        fc.constant(content?.[0] ?? 'application/json'),
        fc.constantFrom('text/plain', 'application/json; charset=utf-16'),
      ),
      encoding: mostly(fc.constant(undefined), fc.constantFrom('gzip', 'br', 'zstd')),
      body: mostly(body, fc.option(bodyOf(HOSTILE))),
      isSignedIn: mostly(fc.constant(true), fc.constant(false)),
    })
    .map(({ parts, query, headers: own, type, encoding, body: text, isSignedIn, ...request }) => ({
      method: request.method,
      path: path.replaceAll(/\{[^}]+\}/g, () => encodeURIComponent((parts[0] ?? 'm').toWellFormed())) + query,
      headers: {
        ...own,
        ...(text === null
          ? {}
          : { 'Content-Type': type, ...(encoding === undefined ? {} : { 'Content-Encoding': encoding }) }),
      } as Record<string, string>,
      ...(text === null || request.method === 'GET' ? {} : { body: text }),
      isSignedIn,
    }));
}

const VISIBLE = fc.string({ unit: 'grapheme-ascii', maxLength: 300 }).map((text) => text.trim());

function mostly<One, Other>(usual: fc.Arbitrary<One>, rare: fc.Arbitrary<Other>): fc.Arbitrary<One | Other> {
  return fc.oneof({ arbitrary: usual, weight: 15 }, { arbitrary: rare, weight: 1 });
}

/** A value as JSON, now and then cut, or with something in the middle. */
function bodyOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const text = value.map((one) => JSON.stringify(one) ?? 'null');
  const broken = fc
    .tuple(text, fc.nat(), fc.nat({ max: 5 }), fc.constantFrom('', '"', ',', '1e309', '{', '\ufeff', '\0', 'NaN', ']'))
    .map(([json, at, length, put]) => {
      const from = at % (json.length + 1);
      return json.slice(0, from) + put + json.slice(from + length);
    });
  return mostly(text, broken);
}

function exampleOf({ example }: Schema): fc.Arbitrary<string> {
  return fc.constant(typeof example === 'string' ? example : 'x');
}

/** A value of a schema, or now and then, at any place in it, something else. */
function valueOf(schema: Schema, schemas: Readonly<Record<string, Schema>>): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: goodValueOf(schema, schemas), weight: 25 }, { arbitrary: HOSTILE, weight: 1 });
}

function goodValueOf(schema: Schema, schemas: Readonly<Record<string, Schema>>): fc.Arbitrary<unknown> {
  const named = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (named !== undefined) return valueOf(schemas[named.split('/').at(-1) ?? ''] ?? {}, schemas);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valueOf(choice, schemas)));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.type === 'array') return fc.array(valueOf(schema.items ?? {}, schemas), { maxLength: 4 });
  if (schema.type === 'object') return objectOf(schema, schemas);
  if (schema.type === 'number' || schema.type === 'integer') return numberOf(schema);
  if (schema.format === 'date-time') return RECENT;
  if (schema.type === 'string')
    return fc.oneof(fc.string({ maxLength: Math.min(schema.maxLength ?? 50, 50) }), exampleOf(schema));
  return fc.jsonValue();
}

function objectOf(schema: Schema, schemas: Readonly<Record<string, Schema>>): fc.Arbitrary<unknown> {
  const { properties, additionalProperties, required = [] } = schema;
  if (properties === undefined) {
    const item = typeof additionalProperties === 'object' ? valueOf(additionalProperties, schemas) : fc.jsonValue();
    return fc.dictionary(fc.string(), item, { maxKeys: 5 });
  }
  const fields = Object.fromEntries(Object.entries(properties).map(([name, own]) => [name, valueOf(own, schemas)]));
  return fc.record(fields, { requiredKeys: [...required] });
}

function numberOf({ minimum = -1e9, maximum = 1e9, type }: Schema): fc.Arbitrary<number> {
  return type === 'integer'
    ? fc.integer({ min: minimum, max: maximum })
    : fc.double({ min: minimum, max: maximum, noNaN: true });
}

const RECENT = fc.integer({ min: 0, max: 86_400_000 }).map((agoMs) => new Date(Date.now() - agoMs).toISOString());
