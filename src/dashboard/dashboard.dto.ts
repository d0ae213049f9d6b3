import { ApiProperty } from '@nestjs/swagger';
import { ALERT_SEVERITIES, ALERT_TYPES, type AlertSeverity, type AlertType } from '../alerts/alerts.facts.js';

const SCORE = { minimum: 0, maximum: 100 } as const;

/** What lowered a health score. Empty where nothing was measured yet. */
export class HealthDetailsOut {
  @ApiProperty({ description: 'Points taken off for drift.', required: false, minimum: 0, maximum: 40, example: 12.5 })
  drift_penalty?: number;

  @ApiProperty({
    description: 'Points taken off for slow LLM calls.',
    required: false,
    minimum: 0,
    maximum: 30,
    example: 4,
  })
  latency_penalty?: number;

  @ApiProperty({
    description: 'Mean of the latest 10 drift scores, percent; null without any.',
    required: false,
    anyOf: [{ type: 'number', ...SCORE }, { type: 'null' }],
    example: 12.5,
  })
  average_drift_score?: number | null;

  @ApiProperty({
    description: 'Mean latency of the LLM calls of the last 15 minutes, milliseconds; null without any.',
    required: false,
    anyOf: [{ type: 'number', minimum: 0 }, { type: 'null' }],
    example: 1200,
  })
  llm_mean_latency_ms?: number | null;
}

/** The health of the organization. */
export class HealthOut {
  @ApiProperty({
    description: 'Health, 0 (bad) to 100 (nothing wrong, or nothing measured yet).',
    ...SCORE,
    example: 83.5,
  })
  score!: number;

  @ApiProperty({ description: 'What lowered it.', type: HealthDetailsOut })
  details!: HealthDetailsOut;

  @ApiProperty({
    description: 'When it was computed, UTC; null where nothing was measured yet.',
    anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }],
    example: '2026-03-01T12:00:00.000Z',
  })
  updated_at!: string | null;

  @ApiProperty({
    description: 'no_data: nothing that the score counts was measured lately.',
    enum: ['measured', 'no_data'],
    example: 'measured',
  })
  state!: 'measured' | 'no_data';

  @ApiProperty({
    description: 'The model that lowered it most; null where none did.',
    anyOf: [{ type: 'string' }, { type: 'null' }],
    example: 'fraud-v3',
  })
  worst_model!: string | null;
}

/** An alert. */
export class AlertOut {
  @ApiProperty({ description: 'Its id, 32 hexadecimal digits.', example: '019c0ffee0005a3b9d2f4e6a8b1c3d5e' })
  id!: string;

  @ApiProperty({
    description: "The model it is about; null for health, which is the whole organization's.",
    anyOf: [{ type: 'string' }, { type: 'null' }],
    example: 'fraud-v3',
  })
  model_name!: string | null;

  @ApiProperty({ description: 'What it is about.', enum: ALERT_TYPES, example: 'drift' })
  type!: AlertType;

  @ApiProperty({
    description: 'One sentence with the model and the score.',
    example: 'Model fraud-v3 has drifted: score 61.25, threshold 20.00.',
  })
  message!: string;

  @ApiProperty({ description: 'How urgent it is.', enum: ALERT_SEVERITIES, example: 'critical' })
  severity!: AlertSeverity;

  @ApiProperty({ description: 'When it was raised, UTC.', format: 'date-time', example: '2026-03-01T12:00:00.000Z' })
  created_at!: string;

  @ApiProperty({ description: 'Whether the condition has ended. Alerts of risky events stay open.', example: false })
  resolved!: boolean;

  @ApiProperty({
    description: 'The episode of drift that it is about; absent where it is about none.',
    required: false,
    example: '5f0c2b9e7a1d4c3b8e6f0a125f0c2b9e',
  })
  episode_id?: string;
}

/** A model's current figures. */
export class ModelOut {
  @ApiProperty({ description: 'The model.', example: 'fraud-v3' })
  model_name!: string;

  @ApiProperty({ description: 'Mean latency of all its events, milliseconds.', minimum: 0, example: 41.5 })
  mean_latency_ms!: number;

  @ApiProperty({
    description:
      'Current drift score, percent above its baseline, 0-100; 0 where none was measured in the last 15 minutes.',
    ...SCORE,
    example: 61.25,
  })
  drift_score!: number;
}

/** Every model that sent events. */
export class ModelsOut {
  @ApiProperty({ description: 'The models by name, of both kinds.', type: [ModelOut] })
  models!: ModelOut[];
}

/** How many events carry each label, ML and LLM together. Events that were not labelled yet are not in it. */
export class RiskDistributionOut {
  @ApiProperty({ description: 'Events with a risk score below 0.4.', type: 'integer', minimum: 0, example: 981 })
  normalCount!: number;

  @ApiProperty({
    description: 'Events with a risk score from 0.4, below 0.75.',
    type: 'integer',
    minimum: 0,
    example: 17,
  })
  suspiciousCount!: number;

  @ApiProperty({ description: 'Events with a risk score from 0.75 on.', type: 'integer', minimum: 0, example: 2 })
  riskyCount!: number;
}
