import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { OpenAPIObject } from '@nestjs/swagger';

/** What a check needs of an answer. */
export interface Answer {
  readonly status: number;
  /** Value of the header Content-Type, empty where there is none. */
  readonly contentType: string;
  /** The parsed body for JSON, else its text. */
  readonly body: unknown;
}

/** JSON, as far as it is walked here. */
type Json = null | boolean | number | string | Json[] | { readonly [key: string]: Json };

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: Readonly<Record<string, Json>> }>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, Response>>;
}

/** Pages and files that are not part of the API and so not of its document. */
const PAGES = /^\/((docs|redoc|ui|openapi\.(json|yaml))(\/|$)|$)/;

/** Holds answers against the OpenAPI document of the application that gave them. Stricter than the document itself: a
 * field that it doesn't know is a fault. */
export class DocumentedAnswers {
  private readonly ajv = new Ajv2020({ strict: true, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly components: Json;
  private readonly paths: readonly (readonly [pattern: RegExp, operations: Readonly<Record<string, Operation>>])[];

  constructor(document: OpenAPIObject) {
    formats.default(this.ajv);
    this.ajv.addVocabulary(['example', 'components']);
    const plain = JSON.parse(JSON.stringify(document)) as { components: Json; paths: Record<string, never> };
    this.components = closed(plain.components);
    this.paths = Object.entries(plain.paths).map(([path, operations]) => [patternOf(path), operations]);
  }

  /** @param method in any case
   * @param path with or without a query
   * @throws Error where the status isn't documented, or the body isn't what is documented for it */
  check(method: string, path: string, answer: Answer): void {
    const [pathname = ''] = path.split('?');
    if (PAGES.test(pathname)) return;
    const where = `${method.toUpperCase()} ${pathname}: status ${answer.status}`;
    const operation = this.paths.find(([pattern]) => pattern.test(pathname))?.[1][method.toLowerCase()];
    const response = operation === undefined ? this.unknownRoute(answer) : operation.responses[answer.status];
    if (response === undefined) throw new Error(`${where} is not documented: ${JSON.stringify(answer.body)}`);
    const [mediaType = ''] = answer.contentType.split(';');
    const schema = response.content?.[mediaType.trim()]?.schema;
    if (schema === undefined) throw new Error(`${where}: the media type "${mediaType}" is not documented`);
    const faults = this.faultsOf(schema, answer.body);
    if (faults !== null) throw new Error(`${where}: not as documented: ${faults}\n${JSON.stringify(answer.body)}`);
  }

  /** @param schemaName of the document's components
   * @returns what is wrong with a value; null where it fits */
  faultsOfComponent(schemaName: string, value: unknown): string | null {
    return this.faultsOf({ $ref: `#/components/schemas/${schemaName}` }, value);
  }

  private faultsOf(schema: Readonly<Record<string, Json>>, value: unknown): string | null {
    const validate = this.validatorOf(schema);
    return validate(value) ? null : this.ajv.errorsText(validate.errors);
  }

  /** Compiling takes far longer than validating, and the same few schemas come again and again. */
  private validatorOf(schema: Readonly<Record<string, Json>>): ValidateFunction {
    const key = JSON.stringify(schema);
    const known = this.validators.get(key);
    if (known !== undefined) return known;
    const validate = this.ajv.compile({ ...(closed(schema) as object), components: this.components });
    this.validators.set(key, validate);
    return validate;
  }

  /** A route that doesn't exist answers as every route does in an error. */
  private unknownRoute({ status }: Answer): Response | undefined {
    if (![400, 404, 405, 414].includes(status)) return undefined;
    return { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemOut' } } } };
  }
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
}

/** The same schemas, with objects that name their properties closed to others. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const object = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === 'example' ? value : closed(value)]),
  );
  const isOpen = schema['type'] === 'object' && 'properties' in schema && !('additionalProperties' in schema);
  return isOpen ? { ...object, additionalProperties: false } : object;
}
