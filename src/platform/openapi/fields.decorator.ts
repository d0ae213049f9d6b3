import { applyDecorators, type Type } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import {
  IsArray,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Max,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { registerField } from '../http/instantiate.js';
import { IsInstant } from './is-instant.decorator.js';
import { IsSpan } from './is-span.decorator.js';
import { IsNoLongerThan } from './is-no-longer-than.decorator.js';
import { IsPresent } from './is-present.decorator.js';

/* A field of a request body says here once what it is; validation and the OpenAPI document both follow from it. */

/** What every field needs: a sentence with its unit, and a true example. */
export interface Described {
  readonly description: string;
  readonly example: unknown;
  /** May be left out (but not null). */
  readonly optional?: boolean;
}

interface TextOptions extends Described {
  readonly minLength?: number;
  readonly maxLength: number;
  /** The maximum is a setting's default: documented here, checked where the setting is known. */
  readonly isMaxASetting?: boolean;
  /** Regular expression (ECMAScript with `u`) that it follows: documented here, checked by whoever knows the rule. */
  readonly pattern?: string;
}

/** A string within a length, in characters. */
export function TextField({
  minLength = 0,
  maxLength,
  isMaxASetting = false,
  pattern,
  ...described
}: TextOptions): PropertyDecorator {
  const limits = [
    ...(isMaxASetting ? [] : [IsNoLongerThan(maxLength)]),
    ...(minLength > 0 ? [MinLength(minLength)] : []),
  ];
  const schema = { type: 'string', minLength, maxLength, ...(pattern === undefined ? {} : { pattern }) } as const;
  return field(described, schema, IsString(), ...limits);
}

interface NumberOptions extends Described {
  readonly minimum: number;
  readonly maximum: number;
  readonly integer?: boolean;
}

/** A finite number within closed bounds. */
export function NumberField({ minimum, maximum, integer = false, ...described }: NumberOptions): PropertyDecorator {
  const schema = { type: integer ? 'integer' : 'number', minimum, maximum } as const;
  return field(
    described,
    schema,
    integer ? IsInt() : IsNumber({}, { message: 'must be a finite number' }),
    Min(minimum),
    Max(maximum),
  );
}

/** A point in time, RFC 3339; UTC where it names no zone. */
export function InstantField(described: Described): PropertyDecorator {
  return field(described, { type: 'string', format: 'date-time' }, IsInstant());
}

/** Where a span of time begins, in a query whose field `to` says where it ends. */
export function SpanBeginField(described: Described): PropertyDecorator {
  return field(described, { type: 'string', format: 'date-time' }, IsInstant(), IsSpan());
}

/** A JSON object with keys of the caller's own. */
export function ObjectField(described: Described): PropertyDecorator {
  return field(described, { type: 'object', additionalProperties: true }, IsObject());
}

/** Any JSON value, null too; only absence is a fault. */
export function AnyField(described: Described): PropertyDecorator {
  return field(described, { anyOf: ANY_TYPES.map((type) => ({ type })) }, IsPresent());
}

interface ListOptions extends Described {
  /** Items at most by default; the server's setting is what counts. */
  readonly maxItems: number;
}

/** A list of objects, each of the given class. */
export function ListField(items: () => Type<object>, { maxItems, ...described }: ListOptions): PropertyDecorator {
  return (target, name) => {
    registerField(target, String(name), items);
    const { description, example } = described;
    // A function of another name than `type` would be taken for the class itself.
    ApiProperty({ description, example, type: () => items(), isArray: true, maxItems })(target, name);
    applyDecorators(IsArray(), ValidateNested({ each: true }))(target, name);
  };
}

/** JSON's types, as OpenAPI 3.1 lists them. */
const ANY_TYPES = ['string', 'number', 'boolean', 'object', 'array', 'null'] as const;

/** A field with rules of its own; what the other fields here are made of.
 * @param schema its JSON schema
 * @param rules decorators of class-validator */
export function field(
  described: Described,
  schema: ApiPropertyOptions,
  ...rules: PropertyDecorator[]
): PropertyDecorator {
  const { optional = false, ...documented } = described;
  // `undefined` alone is absence: a null where a string belongs is a fault.
  const presence = optional ? [ValidateIf((_object, value) => value !== undefined)] : [];
  return (target, name) => {
    registerField(target, String(name));
    ApiProperty({ ...documented, ...schema, required: !optional } as ApiPropertyOptions)(target, name);
    applyDecorators(...presence, ...rules)(target, name);
  };
}
