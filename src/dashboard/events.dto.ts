import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Expose } from 'class-transformer';
import { IsIn, Matches } from 'class-validator';
import { RISK_LABELS, type RiskLabel } from '../lib/risk-label.js';
import { DEFAULT_LIMIT, LimitField } from '../platform/openapi/limit-field.decorator.js';
import { EVENT_KINDS, type EventKind } from '../telemetry/telemetry.facts.js';
import { EXPORT_FORMATS, type ExportFormat } from './event-files.js';
import { ChoiceField, CursorField, FlagField, ModelField, NEXT_CURSOR, ShareField, SpanIn } from './page.dto.js';

const ID = '019c0ffee0005a3b9d2f4e6a8b1c3d5e';
const EVENT_ID = /^[0-9a-f]{32}$/;
const KIND: ApiPropertyOptions = {
  description: 'ml: predictions; llm: calls of language models.',
  enum: [...EVENT_KINDS],
  example: 'llm',
};
const SHARE = { minimum: 0, maximum: 1 } as const;

/** Which kind, in a path. */
export class EventKindIn {
  @Expose()
  @IsIn([...EVENT_KINDS])
  @ApiProperty(KIND)
  kind!: EventKind;
}

/** Which event, in a path. */
export class EventIdIn extends EventKindIn {
  @Expose()
  @Matches(EVENT_ID, { message: 'must be 32 hexadecimal digits' })
  @ApiProperty({ description: 'Its id, 32 hexadecimal digits.', pattern: EVENT_ID.source, example: ID })
  id!: string;
}

/** Which events, in a query. */
export class EventsSearchIn extends SpanIn {
  @ModelField('Only events of this model.', 'support-bot')
  model?: string;

  @ModelField('Only events of models whose names begin so, in this spelling.', 'support-')
  model_prefix?: string;

  @ChoiceField('Only events with this label.', RISK_LABELS, 'risky')
  label?: RiskLabel;

  @FlagField()
  flag?: string;

  @ShareField('Only events with this risk score or a higher one.', 0.4)
  min_score?: number;
}

/** Which page of which events, in a query. */
export class EventsQueryIn extends EventsSearchIn {
  @LimitField('How many in an answer, at most.')
  limit: number = DEFAULT_LIMIT;

  @CursorField()
  cursor?: string;
}

/** Which events go into a file of which form, in a query. */
export class EventsExportIn extends EventsSearchIn {
  @ChoiceField(
    'ndjson: an event a line, as it is shown one by one; csv: a table with a first line of names.',
    EXPORT_FORMATS,
    'csv',
  )
  format: ExportFormat = 'ndjson';
}

/** An event, as lists show it. */
export class EventOut {
  @ApiProperty({ description: 'Its id, 32 hexadecimal digits.', example: ID })
  id!: string;

  @ApiProperty(KIND)
  kind!: EventKind;

  @ApiProperty({ description: 'The model.', example: 'support-bot' })
  model_name!: string;

  @ApiProperty({ description: 'When it happened, UTC.', format: 'date-time', example: '2026-03-01T12:00:00.000Z' })
  timestamp!: string;

  @ApiProperty({ description: 'How long it took, milliseconds.', minimum: 0, example: 640 })
  latency_ms!: number;

  @ApiProperty({
    description: 'Risk, 0-1, 4 decimals; null while it has no label.',
    anyOf: [{ type: 'number', ...SHARE }, { type: 'null' }],
    example: 0.85,
  })
  riskScore!: number | null;

  @ApiProperty({
    description: 'Its label; null while it has none.',
    anyOf: [{ type: 'string', enum: [...RISK_LABELS] }, { type: 'null' }],
    example: 'risky',
  })
  riskLabel!: RiskLabel | null;

  @ApiProperty({ description: 'What was found.', type: [String], example: ['prompt_injection'] })
  flags!: readonly string[];

  @ApiProperty({
    description: 'Estimated tokens of prompt and response; null for predictions.',
    anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }],
    example: 42,
  })
  token_count!: number | null;

  @ApiProperty({
    description: 'The prompt, of which lists show the first 200 characters; null for predictions.',
    anyOf: [{ type: 'string' }, { type: 'null' }],
    example: 'Where is my parcel?',
  })
  prompt!: string | null;

  @ApiProperty({
    description: 'What was predicted, any JSON value; null for calls of language models.',
    anyOf: ['string', 'number', 'boolean', 'object', 'array', 'null'].map((type) => ({ type })),
    example: null,
  })
  prediction!: unknown;
}

/** A page of events. */
export class EventsOut {
  @ApiProperty({ description: 'The newest first.', type: [EventOut] })
  events!: EventOut[];

  @ApiProperty(NEXT_CURSOR)
  next_cursor!: string | null;
}
