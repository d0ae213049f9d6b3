import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { field } from '../platform/openapi/fields.decorator.js';
import { DEFAULT_LIMIT, LimitField } from '../platform/openapi/limit-field.decorator.js';
import { AUDIT_ACTIONS, AUDIT_WAYS, type AuditAction, type AuditDetails } from './audit-entry.js';

const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** Query of GET /audit. */
export class AuditQueryIn {
  @LimitField('Entries in an answer, at most.')
  limit: number = DEFAULT_LIMIT;

  @field(
    { description: '`next_cursor` of the answer before: goes on from there.', example: '42', optional: true },
    { type: 'string', maxLength: 15, pattern: String.raw`^[1-9]\d{0,14}$` },
    Matches(/^[1-9]\d{0,14}$/, { message: 'must be the next_cursor of an answer' }),
  )
  cursor?: string;
}

/** Something that was done. */
export class AuditEntryOut {
  @ApiProperty({
    description: 'Place among the entries of the organization, from 1 on.',
    type: 'integer',
    minimum: 1,
    example: 42,
  })
  sequence!: number;

  @ApiProperty({ description: 'When, UTC.', format: 'date-time', example: '2026-03-01T12:00:00.000Z' })
  at!: string;

  @ApiProperty({ description: 'What was done.', enum: AUDIT_ACTIONS, example: 'secret_replaced' })
  action!: AuditAction;

  @ApiProperty({
    description: 'The key it was done to or with; null where it is about none.',
    anyOf: [{ type: 'string' }, { type: 'null' }],
    example: 'aegis_5f0c2b9e7a1d4c3b8e6f0a12',
  })
  client_id!: string | null;

  @ApiProperty({
    description: 'By a request, at the command line, or by the server itself.',
    enum: AUDIT_WAYS,
    example: 'api',
  })
  via!: (typeof AUDIT_WAYS)[number];

  @ApiProperty({
    description: 'The key that asked for it; null where none had proved itself.',
    anyOf: [{ type: 'string' }, { type: 'null' }],
    example: 'aegis_5f0c2b9e7a1d4c3b8e6f0a12',
  })
  actor_client_id!: string | null;

  @ApiProperty({
    description: 'Particulars; `count` where several of a kind within a minute make one entry.',
    type: 'object',
    additionalProperties: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    example: { version: 2, grace_seconds: 0 },
  })
  details!: AuditDetails;

  @ApiProperty({ description: 'SHA-256 over the entry and the hash of the one before.', example: HASH })
  hash!: string;
}

/** What was done, the newest first. */
export class AuditOut {
  @ApiProperty({ description: 'The newest first.', type: [AuditEntryOut] })
  entries!: AuditEntryOut[];

  @ApiProperty({
    description: 'For the next page; null on the last one.',
    anyOf: [{ type: 'string' }, { type: 'null' }],
    example: '42',
  })
  next_cursor!: string | null;
}
