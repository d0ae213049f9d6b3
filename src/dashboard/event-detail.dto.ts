import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { EventOut } from './events.dto.js';

const SHARE = { minimum: 0, maximum: 1 } as const;
const SPAN = {
  rule: 'secret.password',
  flag: 'secret_leak',
  part: 'prompt',
  start: 16,
  end: 28,
  strength: 0.85,
} as const;

/** A place in a text, and what was found there. */
export class FlaggedSpanOut {
  @ApiProperty({ description: 'Which rule.', example: SPAN.rule })
  rule!: string;

  @ApiProperty({ description: 'Its flag.', example: SPAN.flag })
  flag!: string;

  @ApiProperty({ description: 'In which text.', enum: ['prompt', 'response'], example: SPAN.part })
  part!: 'prompt' | 'response';

  @ApiProperty({ description: 'Where it begins, UTF-16 units from 0.', type: 'integer', minimum: 0, example: 16 })
  start!: number;

  @ApiProperty({ description: 'Where it ends, exclusive.', type: 'integer', minimum: 0, example: 28 })
  end!: number;

  @ApiProperty({ description: 'How much it says by itself, 0-1.', ...SHARE, example: SPAN.strength })
  strength!: number;
}

/** Whose judgement a label is. */
export class JudgementOut {
  @ApiProperty({ description: 'The policy that gave the label.', example: 'calibrated' })
  policy!: string;

  @ApiProperty({ description: 'Version of its rules.', example: 'calibrated-1-0a8874da6a36' })
  version!: string;

  @ApiProperty({ description: 'Why; empty without a flag.', type: [FlaggedSpanOut] })
  evidence!: readonly FlaggedSpanOut[];
}

/** What the risk of a prediction is made of; by the policy `baseline` 0.4 confidence + 0.3 drift + 0.3 outlier. */
export class FactorsOut {
  @ApiProperty({ description: 'How unsure the model was, 0-1.', ...SHARE, example: 0.45 })
  confidence!: number;

  @ApiProperty({
    description: 'How far the model had drifted, 0-1: what the others leave of the score.',
    ...SHARE,
    example: 0.5,
  })
  drift!: number;

  @ApiProperty({
    description: 'How unusual the input is, 0-1, by the statistics that the model has now.',
    ...SHARE,
    example: 0,
  })
  outlier!: number;
}

/** Why an event could not be processed. */
export class DeadOut {
  @ApiProperty({ description: 'As `GET /dead-letters` says it.', example: 'processing_failed' })
  code!: string;

  @ApiProperty({ description: 'When it was given up, UTC.', format: 'date-time', example: '2026-03-01T12:05:00.000Z' })
  at!: string;
}

/** An event with everything that is stored of it. */
@ApiExtraModels(JudgementOut, FactorsOut, DeadOut)
export class EventDetailOut extends EventOut {
  @ApiProperty({
    description: 'The response; null for predictions.',
    anyOf: [{ type: 'string' }, { type: 'null' }],
    example: 'It arrives on Friday.',
  })
  response!: string | null;

  @ApiProperty({
    description: 'What the model was given; null for calls of language models.',
    anyOf: [{ type: 'object', additionalProperties: true }, { type: 'null' }],
    example: { amount: 129.9 },
  })
  input_data!: Readonly<Record<string, unknown>> | null;

  @ApiProperty({
    description:
      'Whose judgement the label is, and why; null for predictions of the policy `baseline`, and while there is no label.',
    anyOf: [{ $ref: getSchemaPath(JudgementOut) }, { type: 'null' }],
    example: { policy: 'calibrated', version: 'calibrated-1-0a8874da6a36', evidence: [SPAN] },
  })
  risk!: JudgementOut | null;

  @ApiProperty({
    description: 'What the risk is made of; null for calls of language models, and while there is no label.',
    anyOf: [{ $ref: getSchemaPath(FactorsOut) }, { type: 'null' }],
    example: { confidence: 0.45, drift: 0.5, outlier: 0 },
  })
  factors!: FactorsOut | null;

  @ApiProperty({
    description:
      'Places masked before the event was stored; of very many, the first ones of each rule. `possible_leak`: this part of the text was masked ' +
      'without being read, because too much of it looked like secrets.',
    type: [FlaggedSpanOut],
  })
  masked!: readonly FlaggedSpanOut[];

  @ApiProperty({
    description: 'Since when it is known to have been flagged by mistake, UTC; null where it is not.',
    anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }],
    example: null,
  })
  benign_at!: string | null;

  @ApiProperty({
    description: 'Why it could not be processed; null where it was, or will be.',
    anyOf: [{ $ref: getSchemaPath(DeadOut) }, { type: 'null' }],
    example: null,
  })
  dead!: DeadOut | null;
}
