import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsIn, IsString, Matches } from 'class-validator';
import { field, ListField, NumberField, TextField } from '../platform/openapi/fields.decorator.js';
import { MAX_PATTERN_CHARS, MAX_PATTERNS, type Subject, SUBJECTS } from './custom-pattern.js';

const NAME = '^[a-z][a-z0-9_]{0,63}$';
const EXAMPLE = {
  name: 'staff_number',
  pattern: String.raw`\bEMP-\d{6}\b`,
  about: 'sensitive',
  strength: 0.8,
};

/** A pattern of an organization's own. */
export class CustomPatternIn {
  @field(
    { description: 'Unique; evidence tells it as `custom:<name>`.', example: EXAMPLE.name },
    { type: 'string', pattern: NAME, maxLength: 64 },
    IsString(),
    Matches(new RegExp(NAME), { message: 'must be lower snake case, at most 64 characters' }),
  )
  name!: string;

  @TextField({
    description: 'Regular expression of RE2 (no look-around, no references back); `(?i)` ignores case.',
    example: EXAMPLE.pattern,
    minLength: 1,
    maxLength: MAX_PATTERN_CHARS,
  })
  pattern!: string;

  @field(
    {
      description:
        'jailbreak: an attack, looked for in prompts (flag `custom_jailbreak`); sensitive: a leak, in prompts and responses (`custom_leak`).',
      example: EXAMPLE.about,
    },
    { type: 'string', enum: [...SUBJECTS], maxLength: 16 },
    IsIn(SUBJECTS),
  )
  about!: Subject;

  @NumberField({
    description: 'What a match scores, 0-1: suspicious from 0.4, risky from 0.75.',
    minimum: 0,
    maximum: 1,
    example: EXAMPLE.strength,
  })
  strength!: number;
}

/** All patterns that an organization wants. */
export class CustomPatternsIn {
  @ArrayMaxSize(MAX_PATTERNS)
  @ListField(() => CustomPatternIn, {
    description: 'At most 50; those that were there and are not among them go.',
    maxItems: MAX_PATTERNS,
    example: [EXAMPLE],
  })
  patterns!: CustomPatternIn[];
}

/** A pattern as it is kept. */
export class CustomPatternOut {
  @ApiProperty({ description: 'Its name.', example: EXAMPLE.name })
  name!: string;

  @ApiProperty({ description: 'Regular expression of RE2.', example: EXAMPLE.pattern })
  pattern!: string;

  @ApiProperty({ description: 'What it speaks of.', enum: SUBJECTS, example: EXAMPLE.about })
  about!: Subject;

  @ApiProperty({ description: 'What a match scores.', minimum: 0, maximum: 1, example: EXAMPLE.strength })
  strength!: number;
}

/** Patterns of an organization. */
export class CustomPatternsOut {
  @ApiProperty({ description: 'In the order in which they were given.', type: [CustomPatternOut] })
  patterns!: CustomPatternOut[];

  @ApiProperty({
    description: 'When anything of the risk policy was last changed, UTC; null where it never was.',
    anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }],
    example: '2026-03-01T12:00:00.000Z',
  })
  updated_at!: string | null;
}
