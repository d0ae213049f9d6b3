import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { field } from '../platform/openapi/fields.decorator.js';
import { IsTimeZoneName } from '../platform/openapi/is-time-zone.decorator.js';
import { EVENT_KINDS, type EventKind } from '../telemetry/telemetry.facts.js';
import { ChoiceField, ModelField, SpanIn } from './page.dto.js';
import { METRICS, type Metric } from './time-series.js';
import { type Step, STEPS } from './time-steps.js';

const UNITS = ['events', 'ms', 'tokens', 'share', 'alerts'] as const;

/** Query of GET /dashboard/timeseries. */
export class TimeSeriesIn extends SpanIn {
  @field(
    { description: 'What to tell.', example: 'events' },
    { type: 'string', enum: [...METRICS] },
    IsIn([...METRICS]),
  )
  metric!: Metric;

  @ModelField('Of this model alone.', 'fraud-v3')
  model?: string;

  @ChoiceField('Of this kind of event alone.', EVENT_KINDS, 'llm')
  kind?: EventKind;

  @field(
    {
      description: 'How long a point is; a day begins at local midnight. Left out: an hour.',
      example: '1h',
      optional: true,
    },
    { type: 'string', enum: [...STEPS], default: '1h' },
    IsIn([...STEPS]),
  )
  step: Step = '1h';

  @field(
    {
      description: 'IANA name of the time zone whose clocks points go by. Left out: UTC.',
      example: 'Europe/Berlin',
      optional: true,
    },
    { type: 'string', maxLength: 64, default: 'UTC' },
    IsTimeZoneName(),
  )
  tz: string = 'UTC';
}

/** One line of a chart. */
export class LineOut {
  @ApiProperty({
    description:
      'events: normal, suspicious, risky; latency: mean, p50, p95, p99; tokens; risky_share; alerts: warning, critical.',
    example: 'risky',
  })
  name!: string;

  @ApiProperty({
    description:
      'One a point. Counts of nothing are 0; null where there is nothing to tell: no event, or none is kept so long.',
    type: 'array',
    items: { anyOf: [{ type: 'number', minimum: 0 }, { type: 'null' }] },
    example: [0, 3, null],
  })
  values!: readonly (number | null)[];
}

/** Lines over time. */
export class TimeSeriesOut {
  @ApiProperty({ description: 'What they tell.', enum: [...METRICS], example: 'events' })
  metric!: Metric;

  @ApiProperty({ description: 'The unit of values.', enum: [...UNITS], example: 'events' })
  unit!: (typeof UNITS)[number];

  @ApiProperty({ description: 'How long a point is.', enum: [...STEPS], example: '1d' })
  step!: Step;

  @ApiProperty({ description: 'The time zone whose clocks points go by.', example: 'Europe/Berlin' })
  tz!: string;

  @ApiProperty({
    description: 'When each point begins, UTC. None is left out, so that gaps show.',
    type: 'array',
    items: { type: 'string', format: 'date-time' },
    example: ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z', '2026-03-30T22:00:00.000Z'],
  })
  starts!: string[];

  @ApiProperty({
    description: 'When the last point ends, UTC.',
    format: 'date-time',
    example: '2026-03-31T22:00:00.000Z',
  })
  end!: string;

  @ApiProperty({ description: 'The lines.', type: [LineOut] })
  lines!: LineOut[];
}
