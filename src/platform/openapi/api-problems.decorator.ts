import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ProblemOut } from './problem.dto.js';

const MEANINGS = {
  400: 'The request cannot be read: malformed JSON, damaged encoding, or a call that never succeeds.',
  401: 'No token, or one that is not valid (any more).',
  403: 'The token does not carry the scope that this route needs.',
  404: 'Nothing of that name in your organization.',
  409: 'Somebody else was faster; read again.',
  413: 'The body is larger than the server accepts.',
  415: 'The body is not application/json in UTF-8.',
  422: 'Fields or parameters are missing, wrong or not known; `detail` names each.',
  429: 'Too many at once; `Retry-After` says when to come back.',
  503: 'The database is not available, nothing was kept; try again after `Retry-After` seconds.',
} as const;

/** Declares the error answers of a route, all of one shape. That of 422 needn't be: unknown names are refused everywhere,
 * and the document says so of every route. */
export function ApiProblems(...statuses: (keyof typeof MEANINGS)[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiExtraModels(ProblemOut),
    ...statuses.map((status) => ApiResponse({ status, ...problemAnswer(status) })),
  );
}

/** @returns an error answer as the document describes it */
export function problemAnswer(status: keyof typeof MEANINGS) {
  const content = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemOut) } } };
  return { description: MEANINGS[status], content };
}
