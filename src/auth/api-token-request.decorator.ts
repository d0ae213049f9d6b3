import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.decorator.js';
import { ProblemOut } from '../platform/openapi/problem.dto.js';
import { OAuthErrorOut, TokenFormIn, TokenIn } from './auth.dto.js';

const DESCRIPTION = `
As JSON with \`clientId\` and \`clientSecret\`; or as OAuth 2 clients ask (RFC 6749, client credentials): a form with
\`grant_type=client_credentials\`, and \`client_id\` and \`client_secret\` in the form or as HTTP Basic. \`scope\` asks for less than the key
allows. A form is answered in OAuth's words where it fails: \`{"error":"invalid_client"}\`.
`.trim();

const FAILURES = {
  400: 'The request cannot be read, or asks for a grant or a scope that it cannot have.',
  401: 'Unknown client, wrong secret, or a key that is revoked or expired; nobody learns which.',
  429: 'Too many are being checked at once, or too many were wrong; `Retry-After` says when to come back.',
} as const;

const BOTH = {
  'application/problem+json': { schema: { $ref: getSchemaPath(ProblemOut) } },
  'application/json': { schema: { $ref: getSchemaPath(OAuthErrorOut) } },
};

/** Documents POST /auth/token: two ways to ask, two ways in which it is refused. */
export function ApiTokenRequest(): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(TokenIn, TokenFormIn, OAuthErrorOut),
    ApiOperation({
      summary: 'Exchange the credentials of an API key for a token.',
      description: DESCRIPTION,
    }),
    ApiProblems(413, 415, 422, 503),
    ...([400, 401, 429] as const).map((status) =>
      ApiResponse({ status, description: FAILURES[status], content: BOTH }),
    ),
  );
}
