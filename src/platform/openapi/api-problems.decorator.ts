import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ProblemOut } from './problem.dto.js';

const MEANINGS = {
  400: 'The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds.',
  401: 'No token, or one that is not valid (any more).',
  403: 'The token does not carry the scope that this route needs.',
  404: 'Nothing of that name in your organization.',
  408: 'The body does not arrive fast enough; the connection ends.',
  409: 'Somebody else was faster; read again.',
  413: 'The body is larger than the route accepts, or grows too much when it is decompressed.',
  415: 'The body is not application/json in UTF-8.',
  422: 'Fields are missing or wrong; `detail` names each.',
  429: 'Too many at once; `Retry-After` says when to come back.',
  503: 'The database is not available, nothing was kept; try again after `Retry-After` seconds.',
} as const;

type Status = keyof typeof MEANINGS;

/** What every route with a body may answer. */
const OF_BODIES: readonly Status[] = [408, 429];

/** Declares the error answers of a route, all of one shape. A route that names 413 reads a body: it gets 408 and 429
 * as well. */
export function ApiProblems(...named: Status[]): MethodDecorator & ClassDecorator {
  const content = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemOut) } } };
  const statuses = named.includes(413) ? [...new Set([...named, ...OF_BODIES])] : named;
  return applyDecorators(
    ApiExtraModels(ProblemOut),
    ...statuses.map((status) => ApiResponse({ status, description: MEANINGS[status], content })),
  );
}
