import { ApiProperty } from '@nestjs/swagger';
import { IgnoresUnknownNames } from '../platform/http/ignores-unknown-names.decorator.js';
import { NumberField, TextField } from '../platform/openapi/fields.decorator.js';

/** A week. */
const MAX_GRACE_SECONDS = 604_800;
const OAUTH_ERRORS = [
  'invalid_client',
  'invalid_request',
  'unsupported_grant_type',
  'invalid_scope',
  'temporarily_unavailable',
] as const;
const CLIENT_ID = 'aegis_5f0c2b9e7a1d4c3b8e6f0a12';
/** Of the right form, and nobody's. */
const CLIENT_SECRET = 'aegs_Zm9yLWRvY3VtZW50YXRpb24tb25seS1ub3QtYS1rZXk';

/** Body of POST /auth/token. Unknown keys are ignored, as OAuth asks of the form (RFC 6749, 3.2). */
@IgnoresUnknownNames()
export class TokenIn {
  @TextField({ description: 'Name of the API key.', example: CLIENT_ID, maxLength: 128 })
  clientId!: string;

  // Longer ones are no fault but wrong, and refused as such without a look.
  @TextField({
    description: 'Secret of the API key. One of more than 72 bytes never matches.',
    example: CLIENT_SECRET,
    maxLength: 72,
    isMaxASetting: true,
  })
  clientSecret!: string;

  @TextField({
    description:
      'What the token is to allow, names with a space between; all that the key allows where it is left out.',
    example: 'ingest read',
    maxLength: 256,
    optional: true,
  })
  scope?: string;
}

/** Form of POST /auth/token. Documentation only: it is read by `token-form.ts`. */
export class TokenFormIn {
  @ApiProperty({
    description: 'Always this.',
    enum: ['client_credentials'],
    maxLength: 18,
    example: 'client_credentials',
  })
  grant_type!: 'client_credentials';

  @ApiProperty({
    description: 'Name of the API key, where it is not in the header Authorization.',
    maxLength: 128,
    required: false,
    example: CLIENT_ID,
  })
  client_id?: string;

  @ApiProperty({
    description: 'Secret of the API key, where it is not in the header Authorization.',
    maxLength: 72,
    required: false,
    example: CLIENT_SECRET,
  })
  client_secret?: string;

  @ApiProperty({
    description:
      'What the token is to allow, names with a space between; all that the key allows where it is left out.',
    maxLength: 256,
    required: false,
    example: 'ingest read',
  })
  scope?: string;
}

/** Answer of POST /auth/token to a form that fails (RFC 6749, 5.2). */
export class OAuthErrorOut {
  @ApiProperty({ description: 'Code of the error.', enum: OAUTH_ERRORS, example: 'invalid_client' })
  error!: (typeof OAUTH_ERRORS)[number];

  @ApiProperty({ description: 'The same for people.', example: 'Unknown clientId or wrong clientSecret.' })
  error_description!: string;
}

/** Body of POST /auth/credentials/refresh, which needs none. */
export class RefreshIn {
  @NumberField({
    description: 'How long the old secret is good yet, seconds.',
    example: 3600,
    minimum: 0,
    maximum: MAX_GRACE_SECONDS,
    integer: true,
    optional: true,
  })
  graceSeconds?: number;
}

/** Answer of POST /auth/token. */
export class TokenOut {
  @ApiProperty({
    description: 'JWT for the header `Authorization: Bearer`, signed.',
    maxLength: 4096,
    example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhZWdpc181ZjBjIn0.c2lnbmF0dXJl',
  })
  access_token!: string;

  @ApiProperty({ description: 'How to send the token.', enum: ['bearer'], example: 'bearer' })
  token_type!: 'bearer';

  @ApiProperty({
    description: 'How long the token is accepted, seconds.',
    type: 'integer',
    minimum: 1,
    maximum: 86_400,
    example: 3600,
  })
  expires_in!: number;

  @ApiProperty({
    description: 'What the token allows, names with a space between.',
    example: 'ingest read credentials:rotate admin',
  })
  scope!: string;
}

/** Answer of POST /auth/credentials/refresh. */
export class CredentialsOut {
  @ApiProperty({ description: 'Name of the API key, as before.', maxLength: 128, example: CLIENT_ID })
  clientId!: string;

  @ApiProperty({
    description: 'The new secret, in plain text this once: keep it now.',
    minLength: 48,
    maxLength: 48,
    example: CLIENT_SECRET,
  })
  clientSecret!: string;
}
