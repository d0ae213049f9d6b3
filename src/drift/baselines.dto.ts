import { ApiProperty } from '@nestjs/swagger';
import { InstantField } from '../platform/openapi/fields.decorator.js';
import { orNull } from '../platform/openapi/or-null.js';
import { EVENT_KINDS, type EventKind } from '../telemetry/telemetry.facts.js';
import { BASELINE_STATUSES, type BaselineStatus } from './baseline.js';

const TIME = { type: 'string', format: 'date-time', example: '2026-03-01T12:00:00.000Z' } as const;

/** A window of event time. */
export class BaselinePinIn {
  @InstantField({ description: 'Buckets that begin from here on.', example: '2026-03-01T08:00:00Z' })
  from!: string;

  @InstantField({ description: 'Buckets that begin before this.', example: '2026-03-01T12:00:00Z' })
  to!: string;
}

/** What is normal for one signal, or was. */
class SignalFiguresOut {
  @ApiProperty({ description: 'Of predictions, or of calls of language models.', enum: EVENT_KINDS, example: 'ml' })
  kind!: EventKind;

  @ApiProperty({ description: 'The signal.', example: 'feature.amount' })
  signal!: string;

  @ApiProperty({ description: 'Counted from 1; 0: none yet.', type: 'integer', minimum: 0, example: 3 })
  version!: number;

  @ApiProperty({
    description:
      'collecting: too little is known; provisional: held against, still growing; active: it stays; pinned: somebody said so.',
    enum: BASELINE_STATUSES,
    example: 'active',
  })
  status!: BaselineStatus;

  @ApiProperty(orNull('Begin of the first bucket it was made of, UTC.', TIME, TIME.example))
  from!: string | null;

  @ApiProperty(orNull('Begin of the last one.', TIME, TIME.example))
  to!: string | null;

  @ApiProperty({ description: 'Five-minute buckets it was made of.', type: 'integer', minimum: 0, example: 288 })
  buckets!: number;

  @ApiProperty({
    description: 'Buckets left out: something happened in them.',
    type: 'integer',
    minimum: 0,
    example: 2,
  })
  trimmed!: number;

  @ApiProperty(orNull('Mean, in the unit of the signal; null for categories.', { type: 'number' }, 84.2))
  mean!: number | null;
}

/** What is normal for one signal. */
export class SignalBaselineOut extends SignalFiguresOut {
  @ApiProperty(orNull('Standard deviation.', { type: 'number', minimum: 0 }, 31.7))
  std!: number | null;

  @ApiProperty(orNull('Median.', { type: 'number' }, 80.1))
  median!: number | null;

  @ApiProperty(orNull('Median distance from the median.', { type: 'number', minimum: 0 }, 19.4))
  mad!: number | null;
}

/** What was normal for one signal. */
export class BaselineVersionOut extends SignalFiguresOut {
  @ApiProperty({ description: 'Since when it counted, UTC.', ...TIME })
  created_at!: string;
}

/** What is normal for a model. */
export class ModelBaselineOut {
  @ApiProperty({ description: 'The model.', example: 'fraud-v3' })
  model_name!: string;

  @ApiProperty({ description: 'Every watched signal.', type: [SignalBaselineOut] })
  signals!: SignalBaselineOut[];

  @ApiProperty({
    description: 'The latest 100 baselines of its signals, the newest first.',
    type: [BaselineVersionOut],
  })
  versions!: BaselineVersionOut[];
}
