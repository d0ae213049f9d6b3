import type { ApiPropertyOptions } from '@nestjs/swagger';

/** A property of an answer that may be null.
 * @param schema its JSON schema where it isn't */
export function orNull(description: string, schema: object, example: unknown): ApiPropertyOptions {
  return { description, anyOf: [schema, { type: 'null' }], example };
}
