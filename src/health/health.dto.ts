import { ApiProperty } from '@nestjs/swagger';
import { InstantField, SpanBeginField } from '../platform/openapi/fields.decorator.js';
import { HEALTH_STATES, type HealthState } from './model-health.js';

const SCORE = { minimum: 0, maximum: 100 } as const;
const NAME_OR_NULL = { anyOf: [{ type: 'string' }, { type: 'null' }] };

/** Query of GET /dashboard/health/history. */
export class HealthHistoryIn {
  @SpanBeginField({
    description: 'Begins here, at most a hundred years before `to`. Left out: a day.',
    example: '2026-03-01T00:00:00Z',
    optional: true,
  })
  from?: string;

  @InstantField({ description: 'Ends before this. Now.', example: '2026-03-02T00:00:00Z', optional: true })
  to?: string;
}

/** What lowered a health score. */
class PenaltiesOut {
  @ApiProperty({ description: 'Health, 0 (bad) to 100 (nothing wrong).', ...SCORE, example: 83.5 })
  score!: number;

  @ApiProperty({ description: 'Points taken off for drift.', minimum: 0, maximum: 40, example: 12.5 })
  drift_penalty!: number;

  @ApiProperty({ description: 'Points taken off for slow LLM calls.', minimum: 0, maximum: 30, example: 4 })
  latency_penalty!: number;
}

/** The health of one model. */
export class ModelHealthOut extends PenaltiesOut {
  @ApiProperty({ description: 'The model.', example: 'fraud-v3' })
  model_name!: string;

  @ApiProperty({
    description: 'Its current drift score, percent; null without one.',
    anyOf: [{ type: 'number', ...SCORE }, { type: 'null' }],
    example: 12.5,
  })
  drift_score!: number | null;

  @ApiProperty({
    description: 'Mean latency of its LLM calls of the last 15 minutes, milliseconds; null without any.',
    anyOf: [{ type: 'number', minimum: 0 }, { type: 'null' }],
    example: 1200,
  })
  llm_mean_latency_ms!: number | null;
}

/** The health of every model. */
export class ModelHealthsOut {
  @ApiProperty({ description: 'The worst first.', type: [ModelHealthOut] })
  models!: ModelHealthOut[];
}

/** A health score of the past. */
export class HealthPointOut extends PenaltiesOut {
  @ApiProperty({ description: 'Begin of the step, UTC.', format: 'date-time', example: '2026-03-01T12:00:00.000Z' })
  at!: string;

  @ApiProperty({
    description: 'The model that lowered it most; null where none did.',
    ...NAME_OR_NULL,
    example: 'fraud-v3',
  })
  worst_model!: string | null;

  @ApiProperty({
    description: 'no_data: nothing that the score counts was measured.',
    enum: HEALTH_STATES,
    example: 'measured',
  })
  state!: HealthState;
}

/** Health scores over time. */
export class HealthHistoryOut {
  @ApiProperty({ description: 'The oldest first, at most 1,000.', type: [HealthPointOut] })
  points!: HealthPointOut[];
}
