import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';
import { Expose } from 'class-transformer';
import { field, TextField } from '../platform/openapi/fields.decorator.js';

const RULE = '^[a-z0-9_]{1,40}[.:][a-z0-9_]{1,64}$';
const ID = '^[0-9a-f]{64}$';
const ID_EXAMPLE = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** What is to be allowed: a text, or a rule in calls of a model. */
export class AllowanceIn {
  @TextField({
    description:
      'This very text (a whole prompt, or a value that is taken for a leak) is harmless; case and gaps do not count. Only its hash is kept.',
    example: 'Quiet7River!',
    optional: true,
    minLength: 1,
    maxLength: 100_000,
  })
  text?: string;

  @field(
    { description: 'Or: this rule does not count …', example: 'secret.password', optional: true },
    { type: 'string', pattern: RULE, maxLength: 105 },
    IsString(),
    Matches(new RegExp(RULE), { message: 'must be the name of a rule, as evidence tells it' }),
  )
  rule?: string;

  @TextField({
    description: '… in calls of this model.',
    example: 'gpt-4o',
    optional: true,
    minLength: 1,
    maxLength: 256,
  })
  model_name?: string;
}

/** An allowance, in a path. */
export class AllowanceIdIn {
  @Expose()
  @Matches(new RegExp(ID), { message: 'must be 64 hexadecimal digits' })
  @ApiProperty({ description: 'Id of the allowance.', pattern: ID, example: ID_EXAMPLE })
  id!: string;
}

/** Something that is allowed. */
export class AllowanceOut {
  @ApiProperty({ description: 'Id; of a text its SHA-256.', example: ID_EXAMPLE })
  id!: string;

  @ApiProperty({ description: 'A text, or a rule in calls of a model.', enum: ['text', 'rule'], example: 'rule' })
  kind!: 'text' | 'rule';

  @ApiProperty({
    description: 'Which rule; null of a text.',
    anyOf: [{ type: 'string' }, { type: 'null' }],
    example: 'secret.password',
  })
  rule!: string | null;

  @ApiProperty({
    description: 'In calls of which model; null of a text.',
    anyOf: [{ type: 'string' }, { type: 'null' }],
    example: 'gpt-4o',
  })
  model_name!: string | null;
}

/** What an organization allows. */
export class AllowancesOut {
  @ApiProperty({ description: 'Newest first, 2,000 at most.', type: [AllowanceOut] })
  allowances!: AllowanceOut[];
}
