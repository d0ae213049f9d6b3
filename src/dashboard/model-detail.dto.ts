import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { ModelNameField } from '../platform/openapi/model-name.decorator.js';
import { EVENT_KINDS, type EventKind } from '../telemetry/telemetry.facts.js';

const LATENCY = { anyOf: [{ type: 'number', minimum: 0 }, { type: 'null' }] };
const INSTANT = '2026-03-01T12:00:00.000Z';

/** Which model, in a path. */
export class ModelIn {
  @ModelNameField()
  model_name!: string;
}

/** How long events took, milliseconds; percentiles are within 1 %. Null where there are none. */
export class LatencyOut {
  @ApiProperty({ description: 'Mean.', ...LATENCY, example: 41.5 })
  mean!: number | null;

  @ApiProperty({ description: 'Half took less.', ...LATENCY, example: 39.2 })
  p50!: number | null;

  @ApiProperty({ description: '95 of 100 took less.', ...LATENCY, example: 61 })
  p95!: number | null;

  @ApiProperty({ description: '99 of 100 took less.', ...LATENCY, example: 88.1 })
  p99!: number | null;
}

/** What is counted of a model. */
export class ModelFiguresOut {
  @ApiProperty({ description: 'Events with a label.', type: 'integer', minimum: 0, example: 1000 })
  events!: number;

  @ApiProperty({ description: 'Of them normal ones.', type: 'integer', minimum: 0, example: 981 })
  normal!: number;

  @ApiProperty({ description: 'Of them suspicious ones.', type: 'integer', minimum: 0, example: 17 })
  suspicious!: number;

  @ApiProperty({ description: 'Of them risky ones.', type: 'integer', minimum: 0, example: 2 })
  risky!: number;

  @ApiProperty({ description: 'Their latency.', type: LatencyOut })
  latency_ms!: LatencyOut;

  @ApiProperty({ description: 'Their estimated tokens.', type: 'integer', minimum: 0, example: 0 })
  tokens!: number;
}

/** What is normal for a model. */
export class BaselineSummaryOut {
  @ApiProperty({ description: 'Mean latency that is normal, milliseconds.', minimum: 0, example: 42.5 })
  latency_ms!: number;

  @ApiProperty({ description: 'Features with statistics.', type: [String], example: ['amount'] })
  features!: string[];

  @ApiProperty({ description: 'Learned by itself, or set.', enum: ['learned', 'set'], example: 'learned' })
  source!: string;

  @ApiProperty({ description: 'Since when, UTC.', format: 'date-time', example: INSTANT })
  updated_at!: string;
}

/** A model. */
@ApiExtraModels(BaselineSummaryOut)
export class ModelDetailOut {
  @ApiProperty({ description: 'The model.', example: 'fraud-v3' })
  model_name!: string;

  @ApiProperty({
    description: 'The kinds of its events.',
    type: 'array',
    items: { type: 'string', enum: [...EVENT_KINDS] },
    example: ['ml'],
  })
  kinds!: EventKind[];

  @ApiProperty({
    description: 'When its newest event happened, UTC; null where none is kept.',
    anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }],
    example: INSTANT,
  })
  last_seen!: string | null;

  @ApiProperty({
    description:
      'Current drift score, percent above its baseline, 0-100; null where none was measured in the last 15 minutes.',
    anyOf: [{ type: 'number', minimum: 0, maximum: 100 }, { type: 'null' }],
    example: 61.25,
  })
  drift_score!: number | null;

  @ApiProperty({
    description: 'What is normal for it; null where it has no baseline yet.',
    anyOf: [{ $ref: getSchemaPath(BaselineSummaryOut) }, { type: 'null' }],
    example: { latency_ms: 42.5, features: ['amount'], source: 'learned', updated_at: INSTANT },
  })
  baseline!: BaselineSummaryOut | null;

  @ApiProperty({ description: 'Beginning of `recent`, UTC.', format: 'date-time', example: '2026-02-28T12:00:00.000Z' })
  from!: string;

  @ApiProperty({ description: 'End of `recent`, UTC.', format: 'date-time', example: INSTANT })
  to!: string;

  @ApiProperty({ description: 'From `from` to `to`, to ten seconds.', type: ModelFiguresOut })
  recent!: ModelFiguresOut;

  @ApiProperty({ description: 'Of all time.', type: ModelFiguresOut })
  all_time!: ModelFiguresOut;
}
