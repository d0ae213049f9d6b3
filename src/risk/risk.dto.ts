import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ArrayMaxSize, IsIn } from 'class-validator';
import { RISK_LABELS, type RiskLabel } from '../lib/risk-label.js';
import { field, ListField, TextField } from '../platform/openapi/fields.decorator.js';
import { MASKINGS, type Masking, POLICIES, type PolicyName } from './risk-policy.js';

const TEXT = { maxLength: 100_000, isMaxASetting: true } as const;
const SCORE = { minimum: 0, maximum: 1 } as const;
const FLAGS: ApiPropertyOptions = {
  description: 'What was found.',
  type: [String],
  example: ['prompt_injection', 'secret_leak'],
};

/** Calls in one request at most. */
export const MAX_CALLS = 100;

/** A call of a language model that is asked about. */
export class ClassifyIn {
  @TextField({
    description: 'What is asked; at most 100,000 characters (a setting).',
    example: 'Sum this up.',
    ...TEXT,
  })
  prompt!: string;

  @TextField({ description: 'What was answered, if anything yet.', example: 'It says no.', optional: true, ...TEXT })
  response?: string;

  @TextField({
    description: 'The model, for what is allowed in its calls.',
    example: 'gpt-4o',
    optional: true,
    maxLength: 256,
  })
  model_name?: string;
}

/** Several calls. */
export class ClassifyBatchIn {
  @ArrayMaxSize(MAX_CALLS)
  @ListField(() => ClassifyIn, {
    description: 'At most 100 calls.',
    maxItems: MAX_CALLS,
    example: [{ prompt: 'Sum this up.', response: 'It says no.' }],
  })
  calls!: ClassifyIn[];
}

/** Why a flag was raised. */
export class EvidenceOut {
  @ApiProperty({ description: 'Which rule.', example: 'secret.password' })
  rule!: string;

  @ApiProperty({ description: 'The flag it is evidence for.', example: 'secret_leak' })
  flag!: string;

  @ApiProperty({ description: 'In which text.', enum: ['prompt', 'response'], example: 'prompt' })
  part!: 'prompt' | 'response';

  @ApiProperty({ description: 'Where it begins, UTF-16 units from 0.', type: 'integer', minimum: 0, example: 16 })
  start!: number;

  @ApiProperty({ description: 'Where it ends, exclusive.', type: 'integer', minimum: 0, example: 28 })
  end!: number;

  @ApiProperty({ description: 'How much it says by itself, 0-1.', ...SCORE, example: 0.85 })
  strength!: number;
}

/** How strong the two kinds of risk are. */
export class SignalsOut {
  @ApiProperty({ description: 'How likely the prompt is an attack, 0-1, calibrated.', ...SCORE, example: 0.03 })
  jailbreak!: number;

  @ApiProperty({ description: 'How strong the strongest sign of a leak is, 0-1.', ...SCORE, example: 0.85 })
  sensitive!: number;
}

/** What the contract's formula makes of the same call. */
export class BaselineOut {
  @ApiProperty({ description: 'Risk, 0-1, 4 decimals.', ...SCORE, example: 0.1 })
  riskScore!: number;

  @ApiProperty({ description: 'Its label.', enum: RISK_LABELS, example: 'normal' })
  riskLabel!: RiskLabel;

  @ApiProperty(FLAGS)
  flags!: readonly string[];

  @ApiProperty({ description: 'Version of the formula.', example: 'contract-1' })
  version!: string;
}

/** What is to be thought of a call. */
export class ClassificationOut {
  @ApiProperty({ description: 'Risk, 0-1, 4 decimals.', ...SCORE, example: 0.85 })
  riskScore!: number;

  @ApiProperty({ description: 'Its label.', enum: RISK_LABELS, example: 'risky' })
  riskLabel!: RiskLabel;

  @ApiProperty(FLAGS)
  flags!: readonly string[];

  @ApiProperty({ description: 'The two kinds of risk.', type: SignalsOut })
  signals!: SignalsOut;

  @ApiProperty({ description: 'Why; empty without a flag.', type: [EvidenceOut] })
  evidence!: readonly EvidenceOut[];

  @ApiProperty({ description: 'Version of rules and model.', example: 'calibrated-1-0a8874da6a36' })
  version!: string;

  @ApiProperty({ description: "What the contract's formula says.", type: BaselineOut })
  baseline!: BaselineOut;
}

/** What is to be thought of several calls. */
export class ClassificationsOut {
  @ApiProperty({ description: 'One for each call, in their order.', type: [ClassificationOut] })
  results!: ClassificationOut[];
}

/** What an organization chooses. */
export class RiskPolicyIn {
  @field(
    {
      description:
        "How events are labelled: by the contract's formulas, or calls by the classifier and predictions by what is learned of their model.",
      example: 'calibrated',
    },
    { type: 'string', enum: [...POLICIES], maxLength: 16 },
    IsIn(POLICIES),
  )
  policy!: PolicyName;

  @field(
    {
      description:
        'What is replaced by asterisks in prompts and responses before they are stored. Left out: as before, at first ' +
        'nothing. Only `off` ends it.',
      example: 'secrets',
      optional: true,
    },
    { type: 'string', enum: [...MASKINGS], maxLength: 16 },
    IsIn(MASKINGS),
  )
  masking?: Masking;
}

/** What an organization has chosen. */
export class RiskPolicyOut {
  @ApiProperty({ description: 'How events are labelled.', enum: POLICIES, example: 'calibrated' })
  policy!: PolicyName;

  @ApiProperty({ description: 'Version of its rules for calls.', example: 'calibrated-1-0a8874da6a36' })
  version!: string;

  @ApiProperty({ description: 'What is masked before it is stored.', enum: MASKINGS, example: 'secrets' })
  masking!: Masking;

  @ApiProperty({ description: 'How much is allowed as harmless.', type: 'integer', minimum: 0, example: 3 })
  allowance_count!: number;

  @ApiProperty({
    description: 'When it was last changed, UTC; null where it never was.',
    anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }],
    example: '2026-03-01T12:00:00.000Z',
  })
  updated_at!: string | null;
}

/** How much is allowed: this very text, or its rules in all calls of the same model. */
export const FEEDBACK_SCOPES = ['text', 'rule'] as const;

/** Says that an event was harmless. */
export class FeedbackIn {
  @TextField({
    description: 'Id of the stored call, 32 hexadecimal digits.',
    example: '019c0ffee0005a3b9d2f4e6a8b1c3d5e',
    minLength: 1,
    maxLength: 64,
  })
  event_id!: string;

  @field(
    {
      description:
        'text: this very prompt is no attack, and what looked like a leak is none; rule: the rules that flagged it do not count in ' +
        'calls of its model any more. Left out: text.',
      example: 'text',
      optional: true,
    },
    { type: 'string', enum: [...FEEDBACK_SCOPES], maxLength: 16 },
    IsIn(FEEDBACK_SCOPES),
  )
  scope?: (typeof FEEDBACK_SCOPES)[number];
}

/** What followed from it. */
export class FeedbackOut {
  @ApiProperty({
    description: 'Allowances added; 0 where nothing was flagged.',
    type: 'integer',
    minimum: 0,
    example: 2,
  })
  allowed!: number;

  @ApiProperty({
    description: 'What was masked before it was stored: its text is not known, so that it can only be allowed by rule.',
    type: 'integer',
    minimum: 0,
    example: 0,
  })
  not_allowed_masked!: number;
}
