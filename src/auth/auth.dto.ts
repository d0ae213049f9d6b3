import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../platform/openapi/fields.decorator.js';

const CLIENT_ID = 'aegis_5f0c2b9e7a1d4c3b8e6f0a12';
/** Of the right form, and nobody's. */
const CLIENT_SECRET = 'aegs_Zm9yLWRvY3VtZW50YXRpb24tb25seS1ub3QtYS1rZXk';

/** Body of POST /auth/token. */
export class TokenIn {
  @TextField({ description: 'Name of the API key.', example: CLIENT_ID, maxLength: 128 })
  clientId!: string;

  @TextField({
    description: 'Secret of the API key. One of more than 72 bytes never matches.',
    example: CLIENT_SECRET,
    maxLength: 1024,
  })
  clientSecret!: string;
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
    minimum: 60,
    maximum: 86_400,
    example: 3600,
  })
  expires_in!: number;
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
