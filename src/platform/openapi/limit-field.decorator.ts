import { applyDecorators } from '@nestjs/common';
import { IsInt, Max, Min } from 'class-validator';
import { field } from './fields.decorator.js';
import { QueryNumber } from './query-number.decorator.js';

const MAX_LIMIT = 100;

/** Items in an answer where a query says nothing. */
export const DEFAULT_LIMIT = 50;

/** How many items an answer has at most, in a query; the field itself begins with DEFAULT_LIMIT.
 * @param description what the items are
 * @example `@LimitField('Episodes in an answer, at most.') limit: number = DEFAULT_LIMIT` */
export function LimitField(description: string): PropertyDecorator {
  const limits = { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT } as const;
  const described = { description, example: DEFAULT_LIMIT, optional: true };
  return applyDecorators(QueryNumber(), field(described, limits, IsInt(), Min(1), Max(MAX_LIMIT)));
}
