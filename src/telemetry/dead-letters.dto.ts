import { ApiProperty } from '@nestjs/swagger';
import { DEAD_LETTER_CODES, type DeadLetterCode } from './dead-letter.js';
import { EVENT_KINDS, type EventKind } from './telemetry.facts.js';

/** An event that could not be processed. */
export class DeadLetterOut {
  @ApiProperty({ description: 'Which kind of event it is.', enum: EVENT_KINDS, example: 'llm' })
  kind!: EventKind;

  @ApiProperty({ description: 'Its id, 32 hexadecimal digits.', example: '019c0ffee0005a3b9d2f4e6a8b1c3d5e' })
  id!: string;

  @ApiProperty({ description: 'The model it is about.', example: 'gpt-4o' })
  model_name!: string;

  @ApiProperty({ description: 'When it happened, UTC.', format: 'date-time', example: '2026-03-01T12:00:00.000Z' })
  timestamp!: string;

  @ApiProperty({
    description:
      'processing_failed: it failed five times when tried alone; never_finished: whatever tried it twenty times never came to an end.',
    enum: DEAD_LETTER_CODES,
    example: 'processing_failed',
  })
  code!: DeadLetterCode;

  @ApiProperty({ description: 'When it was given up, UTC.', format: 'date-time', example: '2026-03-01T12:05:00.000Z' })
  dead_at!: string;
}

/** Events that could not be processed. */
export class DeadLettersOut {
  @ApiProperty({
    description: 'The longest dead first, at most 1,000.',
    type: [DeadLetterOut],
    example: [
      {
        kind: 'llm',
        id: '019c0ffee0005a3b9d2f4e6a8b1c3d5e',
        model_name: 'gpt-4o',
        timestamp: '2026-03-01T12:00:00.000Z',
        code: 'processing_failed',
        dead_at: '2026-03-01T12:05:00.000Z',
      },
    ],
  })
  dead_letters!: DeadLetterOut[];
}

/** What came of a replay. */
export class ReplayedOut {
  @ApiProperty({
    description: 'Events that are being processed again, at most 1,000 a call.',
    type: 'integer',
    minimum: 0,
    example: 1,
  })
  replayed!: number;
}
