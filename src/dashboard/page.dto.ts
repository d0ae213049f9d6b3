import { type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsNumber, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { CURSOR_PATTERN } from '../lib/page-cursor.js';
import { plainName } from '../lib/plain-name.js';
import { field, InstantField, SpanBeginField } from '../platform/openapi/fields.decorator.js';
import { DEFAULT_LIMIT, LimitField } from '../platform/openapi/limit-field.decorator.js';
import { IsCursor } from '../platform/openapi/is-cursor.decorator.js';
import { QueryNumber } from '../platform/openapi/query-number.decorator.js';

const MAX_NAME = 1024;
const INSTANT = '2026-03-01T12:00:00Z';
const CURSOR = 'MTc3MjM2NjQwMDAwMC4wMTljMGZmZWUwMDA1YTNiOWQyZjRlNmE4YjFjM2Q1ZQ';

/** How the place after a page is documented. */
export const NEXT_CURSOR: ApiPropertyOptions = {
  description: 'For the next page, by `cursor`; null on the last one.',
  anyOf: [{ type: 'string' }, { type: 'null' }],
  example: CURSOR,
};

/** One of several words, in a query. */
export function ChoiceField(description: string, choices: readonly string[], example: string): PropertyDecorator {
  return field({ description, example, optional: true }, { type: 'string', enum: [...choices] }, IsIn([...choices]));
}

/** A model's name, or how it begins, in a query: in the form that names are stored in. */
export function ModelField(description: string, example: string): PropertyDecorator {
  const schema = { type: 'string', maxLength: MAX_NAME } as const;
  const asStored = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? plainName(value) : value));
  const decorators = [
    asStored,
    field({ description, example, optional: true }, schema, IsString(), MaxLength(MAX_NAME)),
  ];
  return (target, name) => {
    for (const decorate of decorators) decorate(target, name);
  };
}

/** The name of a flag, in a query. */
export function FlagField(): PropertyDecorator {
  const described = { description: 'Only events with this flag.', example: 'prompt_injection', optional: true };
  const pattern = /^[a-z0-9_]{1,64}$/;
  return field(described, { type: 'string', pattern: pattern.source }, Matches(pattern, { message: 'must be a flag' }));
}

/** A number from 0 to 1, in a query. */
export function ShareField(description: string, example: number): PropertyDecorator {
  const rules = [IsNumber({}, { message: 'must be a number' }), Min(0), Max(1)];
  const decorators = [
    QueryNumber(),
    field({ description, example, optional: true }, { type: 'number', minimum: 0, maximum: 1 }, ...rules),
  ];
  return (target, name) => {
    for (const decorate of decorators) decorate(target, name);
  };
}

/** A span of time, in a query. */
export class SpanIn {
  @SpanBeginField({
    description: 'From when on, RFC 3339; at most a hundred years before the end.',
    example: INSTANT,
    optional: true,
  })
  from?: string;

  @InstantField({ description: 'Until when, RFC 3339; not included.', example: INSTANT, optional: true })
  to?: string;
}

/** The place after a page, in a query. */
export function CursorField(): PropertyDecorator {
  return field(
    { description: '`next_cursor` of the page before: goes on from there.', example: CURSOR, optional: true },
    { type: 'string', pattern: CURSOR_PATTERN },
    IsCursor(),
  );
}

/** Which page, in a query. */
export class PageIn extends SpanIn {
  @LimitField('How many in an answer, at most.')
  limit: number = DEFAULT_LIMIT;

  @CursorField()
  cursor?: string;
}
